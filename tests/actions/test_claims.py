import pytest

from negotiations.actions.claims import mark_claim
from negotiations.enums import ClaimStanding
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, ClaimMark
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_claim_is_stated_when_its_article_was_published_unless_it_says_otherwise() -> None:
    home, article = make.negotiation(), make.article()
    assert make.claim(home, article=article).stated == article.published


def test_a_withdrawn_claim_stays_on_record_and_no_longer_stands() -> None:
    claim = make.claim(make.negotiation())
    mark_claim(claim=claim, standing=ClaimStanding.WITHDRAWN, reason="It was taken back", actor=None, now=make.NOW)
    every = Claim.objects.unscoped(reason="test")
    assert (list(every), list(every.standing())) == ([claim], [])
    assert list(ClaimMark.objects.unscoped(reason="test").values_list("standing", "reason")) == [
        ("withdrawn", "It was taken back")
    ]


@pytest.mark.parametrize(
    ("standing", "corrected", "field"),
    [
        (ClaimStanding.CORRECTED, False, "corrected_by"),
        (ClaimStanding.DISPUTED, True, "corrected_by"),
    ],
)
def test_a_correction_names_the_claim_that_corrects(standing: ClaimStanding, corrected: bool, field: str) -> None:
    home = make.negotiation()
    other = make.claim(home) if corrected else None
    with pytest.raises(InvalidValueError) as refusal:
        mark_claim(claim=make.claim(home), standing=standing, reason="-", corrected_by=other, actor=None, now=make.NOW)
    assert refusal.value.field == field


def test_a_claim_cannot_correct_itself() -> None:
    claim = make.claim(make.negotiation())
    with pytest.raises(InvalidValueError, match="cannot correct itself"):
        mark_claim(
            claim=claim,
            standing=ClaimStanding.CORRECTED,
            reason="-",
            corrected_by=claim,
            actor=None,
            now=make.NOW,
        )


def test_a_claim_has_one_speaker_at_most() -> None:
    with pytest.raises(InvalidValueError, match="claim one speaker"):
        make.claim(make.negotiation(), asserted_by_person=make.person(), asserted_by_party=make.party())
