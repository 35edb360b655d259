"""The texts of a proposal: recorded with what they rest on, and read beside the version before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.texts import record_text
from negotiations.errors import InvalidValueError
from negotiations.models import Proposal, ProposalText, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import NEW_CLAIM, plain

WHO: dict[str, Any] = {"actor": None, "now": TUESDAY}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def draft(reader: User) -> ProposalText:
    """The first version of a text, said to be held by North since 10 April."""
    proposal = make.proposal(stated=WorldMoment.day(date(2025, 4, 1), make.KYIV))
    claim = make.claim(proposal.negotiation, stated=WorldMoment.day(date(2025, 4, 10), make.KYIV))
    given = {"name": "Terms", "edition": "first draft", "language": "en", "text": "Ships pass freely for thirty days."}
    return record_text(proposal=proposal, held_by=make.party(name="North"), claim=claim, **given, **WHO)


def newest(of: Proposal) -> ProposalText:
    return ProposalText.objects.unscoped(reason="test").filter(proposal=of).latest("pk")


def test_a_newer_version_is_recorded_and_shows_the_words_that_changed(page: Client, draft: ProposalText) -> None:
    proposal = draft.proposal
    here = f"/proposals/{proposal.reference}/"
    shown = plain(page.get(here))
    assert [word for word in ("Terms", "first draft", "held by North") if word not in shown] == []
    form = page.get(f"{here}documents/add/?replaces={draft.pk}").context["form"]
    assert (form["replaces"].value(), form["name"].value()) == (draft.pk, "Terms")
    given = {"name": "Terms", "edition": "second draft", "replaces": draft.pk, "text": "Ships pass for sixty days."}
    assert page.post(f"{here}documents/add/", {**given, "name": "", **NEW_CLAIM}).status_code == 422
    assert page.post(f"{here}documents/add/", {**given, **NEW_CLAIM}).status_code == 302
    second = newest(proposal)
    assert (second.replaces, second.edition, len(second.content_hash)) == (draft, "second draft", 64)
    text = plain(page.get(f"{here}documents/{second.pk}/"))
    assert "Ships pass <del>freely</del> for <del>thirty</del> <ins>sixty</ins> days." in text
    # What has a newer version already takes no other.
    assert page.post(f"{here}documents/add/", {**given, **NEW_CLAIM}).status_code == 422
    with pytest.raises(InvalidValueError, match="newer version already"):
        record_text(proposal=proposal, name="Terms", replaces=draft, claim=draft.claim, **WHO)
    rows = page.get(f"/api/v1/texts/?proposal={proposal.reference}&ordering=id").json()["results"]
    assert [(row["edition"], row["replaces"]) for row in rows] == [("first draft", None), ("second draft", draft.pk)]
    assert page.get(f"/api/v1/texts/{second.pk}/").json()["text"] == "Ships pass for sixty days."


def test_a_text_stands_from_the_day_it_was_spoken_of_and_is_hidden_with_its_negotiation(
    page: Client, draft: ProposalText
) -> None:
    here = f"/proposals/{draft.proposal.reference}/"
    assert "first draft" not in plain(page.get(f"{here}?as_of=2025-04-09"))
    assert "first draft" in plain(page.get(f"{here}?as_of=2025-04-10"))
    assert page.get(f"{here}documents/{draft.pk}/?as_of=2025-04-09").status_code == 404
    assert page.get(f"/proposals/{make.proposal().reference}/documents/{draft.pk}/").status_code == 404
    hidden = make.proposal(make.negotiation(restricted=True))
    kept = record_text(proposal=hidden, name="Kept", claim=make.claim(hidden.negotiation), **WHO)
    assert page.get(f"/proposals/{hidden.reference}/documents/{kept.pk}/").status_code == 404
