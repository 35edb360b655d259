"""Setting a deadline from the dashboard: the form, how its words read while they are typed, what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.models import Article, Change, Claim, Deadline, Proposal, Source, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import FRIDAY_ENDS, NEW_CLAIM, added, faults, known, only, plain, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


class TestAdd:
    def test_a_deadline_its_claim_and_its_document_are_recorded_at_once(
        self, page: Client, reader: User, truce: Proposal
    ) -> None:
        answer = added(page, truce)
        deadline = only()
        assert (answer.status_code, answer["Location"]) == (302, f"/proposals/{truce.reference}/")
        assert (deadline.expression, str(deadline.due_on), deadline.due_zone) == (
            "ends Friday",
            "2025-04-18",
            make.KYIV,
        )
        article = deadline.claim.article
        assert (article.title, article.source.name, deadline.claim.assertion) == (
            "Readout of the call",
            "Ministry",
            NEW_CLAIM["assertion"],
        )
        recorded = Change.objects.unscoped(reason="test").filter(actor=reader).values_list("kind", flat=True)
        assert {"source.registered", "article.recorded", "claim.recorded", "deadline.set"} <= set(recorded)

    def test_nothing_is_recorded_where_the_action_refuses(self, page: Client, truce: Proposal) -> None:
        claims = Claim.objects.unscoped(reason="test").count()
        answer = added(page, truce, assertion="\x0b", seen=FRIDAY_ENDS)
        assert "assertion" in faults(answer)
        answer = added(page, truce, read_as="19 April 2025", decided="Because")
        assert "read_as" in faults(answer)
        counts = [model.objects.unscoped(reason="test").count() for model in (Claim, Deadline)]  # type: ignore[attr-defined]
        assert counts == [claims, 0]
        assert not Article.objects.unscoped(reason="test").filter(title="Readout of the call").exists()
        assert not Source.objects.unscoped(reason="test").filter(name="Ministry").exists()

    def test_no_reading_is_saved_that_was_not_shown(self, page: Client, truce: Proposal) -> None:
        answer = added(page, truce, seen="")
        assert (answer.status_code, Deadline.objects.unscoped(reason="test").count()) == (422, 0)
        assert "This is how Parley reads it. Save again if that is right." in plain(answer)
        assert f'<input type="hidden" name="seen" value="{FRIDAY_ENDS}">' in plain(answer)

    def test_read_shows_the_reading_and_keeps_what_was_typed(self, page: Client, truce: Proposal) -> None:
        answer = added(page, truce, do="read", assertion="", title="")
        assert (answer.status_code, answer.context["form"].errors) == (200, {})
        assert "<b>Friday 18 April 2025</b>, to the end of the day in Kyiv" in plain(answer)
        assert 'value="ends Friday"' in plain(answer)
        assert Deadline.objects.unscoped(reason="test").count() == 0

    def test_what_is_missing_is_told_beside_its_field_all_at_once(self, page: Client, truce: Proposal) -> None:
        blank = dict.fromkeys((*NEW_CLAIM, "title", "expression", "kind"), "") | {"rests_on": "new"}
        answer = added(page, truce, **blank)
        names = {"title", "kind", "expression", "assertion", "evidence", "article_title", "published_on", "source_name"}
        assert set(faults(answer)) == names
        assert '<a href="#id_source_name">Name who published it, or choose one on record.</a>' in plain(answer)
        assert '<a href="#id_title">What it is about: This field is required.</a>' in plain(answer)
        assert 'aria-invalid="true"' in plain(answer)

    def test_the_day_and_hour_it_was_said_go_before_those_of_the_claim(self, page: Client, truce: Proposal) -> None:
        said = {"said_on": "2025-04-21", "said_time": "18:00", "said_zone": "America/New_York"}
        added(page, truce, expression="within 48 hours", seen="2025-04-23T22:00:00+00:00", **said)
        assert only().due_at == datetime(2025, 4, 23, 22, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"said_time": "18:00"}, "said_on"),
            ({"said_on": "2025-03-30", "said_time": "03:30", "said_zone": "Europe/Kyiv"}, "said_time"),
            ({"said_zone": "Kyiv"}, "said_zone"),
            ({"said_on": "1066-10-14"}, "said_on"),
            ({"published_on": "tomorrow"}, "published_on"),
            ({"article_url": "javascript:alert(1)"}, "article_url"),
            ({"rests_on": "known"}, "claim"),
            ({"kind": "party"}, "kind"),
            ({"expression": "x" * 301}, "expression"),
            ({"expression": "ends\x00Friday"}, "expression"),
            ({"said_by": "999999"}, "said_by"),
        ],
    )
    def test_bad_input_is_told_beside_its_field(
        self, page: Client, truce: Proposal, given: dict[str, str], field: str
    ) -> None:
        assert field in faults(added(page, truce, **given))
        assert Deadline.objects.unscoped(reason="test").count() == 0

    def test_a_chosen_reading_keeps_the_words_and_why(self, page: Client, truce: Proposal) -> None:
        choice = {"expression": "04/05/2025", "read_as": "4 May 2025", "seen": "2025-05-04T21:00:00+00:00"}
        assert faults(added(page, truce, **choice)) == {"decided": ["Say why the words are read in this way."]}
        added(page, truce, **choice, decided="The text is British.")
        assert (only().expression, str(only().due_on)) == ("04/05/2025", "2025-05-04")

    def test_unclear_words_are_asked_about_and_every_reading_offered(self, page: Client, truce: Proposal) -> None:
        answer = added(page, truce, expression="04/05/2025", seen="ambiguous_day_month")
        assert "expression" in faults(answer)
        assert [choice.value for choice in answer.context["preview"].readings] == ["4 May 2025", "5 April 2025"]

    def test_a_formula_waits_for_its_event(self, page: Client, truce: Proposal) -> None:
        answer = added(page, truce, expression="30 days after signature", seen="missing_anchor")
        assert (answer.status_code, only().due_at) == (302, None)
        text = plain(page.get(f"/proposals/{truce.reference}/"))
        assert "No date: waits for “signature”" in text

    def test_events_that_fit_are_chosen_between_never_guessed(self, page: Client, truce: Proposal) -> None:
        first, second = (signed(truce.negotiation, day, f"Text of the {day}th") for day in (18, 25))
        formula = {"expression": "30 days after signature"}
        answer = added(page, truce, **formula, seen="missing_anchor")
        assert "expression" in faults(answer)
        assert [choice.label for choice in answer.context["preview"].events] == [first.title, second.title]
        added(page, truce, **formula, anchor=second.pk, seen="2025-04-24T21:00:00+00:00")
        assert str(only().due_on) == "2025-04-24"

    def test_vague_words_are_saved_only_with_a_day_to_look_again(self, page: Client, truce: Proposal) -> None:
        vague = {"expression": "within weeks", "seen": "vague"}
        assert "expression" in faults(added(page, truce, **vague))
        added(page, truce, **vague, review_on="2025-04-28")
        assert (only().due_at, str(only().review_on)) == (None, "2025-04-28")
        assert "No date. Look again on Mon 28 Apr" in plain(page.get(f"/proposals/{truce.reference}/"))

    def test_what_a_restricted_negotiation_reads_stays_in_it(self, page: Client, reader: User) -> None:
        secret = make.negotiation(restricted=True)
        make.member(secret, reader)
        added(page, make.proposal(secret))
        article = only().claim.article
        assert (article.negotiation, article.source.negotiation) == (secret, secret)


class TestFragment:
    def read(self, page: Client, about: Proposal, **given: Any) -> Any:
        sent = {"move": "add", "proposal": about.reference, "expression": "ends Friday", "said_on": "2025-04-14"}
        return page.post("/deadlines/reading/", {**sent, **given})

    def test_it_says_the_day_how_it_was_counted_and_what_was_doubtful(self, page: Client, truce: Proposal) -> None:
        answer = self.read(page, truce, expression="by midnight on Friday")
        text = plain(answer)
        assert "<b>Friday 18 April 2025</b>, 24:00 Kyiv" in text
        assert answer.context["preview"].dated.rule in text
        assert [warning in text for warning in answer.context["preview"].dated.warnings] == [True]
        assert "<html" not in text

    def test_a_chosen_reading_is_shown_at_once(self, page: Client, truce: Proposal) -> None:
        answer = self.read(page, truce, expression="04/05/2025", read_as="5 April 2025")
        chosen = [(choice.value, choice.chosen) for choice in answer.context["preview"].readings]
        assert chosen == [("4 May 2025", False), ("5 April 2025", True)]
        assert "<b>Saturday 5 April 2025</b>" in plain(answer)

    def test_words_said_nowhen_are_asked_about(self, page: Client, truce: Proposal) -> None:
        assert "Say when they were said" in plain(self.read(page, truce, said_on=""))
        assert "Write the words" in plain(self.read(page, truce, expression=" "))

    def test_a_claim_says_when(self, page: Client, truce: Proposal) -> None:
        claim = make.claim(truce.negotiation, stated=WorldMoment.day(date(2025, 4, 21), make.KYIV))
        assert "Friday 25 April 2025" in plain(self.read(page, truce, said_on="", **known(claim)))

    def test_words_of_a_deadline_on_record_are_read_from_when_its_own_were_said(
        self, page: Client, friday: Deadline, truce: Proposal
    ) -> None:
        answer = self.read(
            page, truce, move="correct", deadline=friday.pk, expression="next Friday", said_on="2026-01-01"
        )
        assert "Friday 25 April 2025" in plain(answer)

    @pytest.mark.parametrize(
        "sent", [{"move": "sell"}, {"proposal": "P-999"}, {"move": "correct", "deadline": "9" * 30}]
    )
    def test_what_is_not_there_is_not_found(self, page: Client, truce: Proposal, sent: dict[str, str]) -> None:
        assert self.read(page, truce, **sent).status_code == 404

    def test_it_writes_nothing_and_answers_to_post_alone(self, page: Client, truce: Proposal) -> None:
        before = Change.objects.unscoped(reason="test").count()
        self.read(page, truce, **NEW_CLAIM)
        assert Change.objects.unscoped(reason="test").count() == before
        assert page.get("/deadlines/reading/").status_code == 405

    def test_odd_input_is_bounded(self, page: Client, truce: Proposal) -> None:
        for expression in ("x" * 1_000_000, "\x00", "\ud7ff", "1" * 300):
            assert self.read(page, truce, expression=expression, anchor="9" * 40).status_code == 200
