"""Setting and moving deadlines from the dashboard: every form, what it refuses, and who may."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from negotiations.actions.deadlines import add_reading, settle_deadline
from negotiations.enums import DeadlineStatus, EventCategory, MemberRole, TreatyAct
from negotiations.models import Article, Change, Claim, Deadline, DeadlineReading, Negotiation, Proposal, Source, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
FRIDAY_ENDS = "2025-04-18T21:00:00+00:00"
NEW_CLAIM = {
    "rests_on": "new",
    "assertion": "The truce is to end on Friday.",
    "evidence": "report",
    "article_title": "Readout of the call",
    "source_name": "Ministry",
    "published_on": "2025-04-14",
}


def plain(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def faults(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422, answer.content
    return {name: list(texts) for name, texts in answer.context["form"].errors.items()}


@pytest.fixture
def truce() -> Proposal:
    return make.proposal(title="Truce")


@pytest.fixture
def friday(truce: Proposal) -> Deadline:
    return make.deadline(truce)


def known(claim: Claim) -> dict[str, Any]:
    return {"rests_on": "known", "claim": claim.pk}


def added(page: Client, proposal: Proposal, **given: Any) -> Any:
    typed = {"title": "The truce ends", "kind": "expiry", "expression": "ends Friday", "seen": FRIDAY_ENDS}
    return page.post(f"/proposals/{proposal.reference}/deadlines/add/", {**typed, **NEW_CLAIM, **given})


def moved(page: Client, deadline: Deadline, move: str, **given: Any) -> Any:
    typed = {"reason": "As announced", "version": deadline.version, **known(deadline.claim)}
    assert deadline.proposal is not None
    return page.post(f"/proposals/{deadline.proposal.reference}/deadlines/{deadline.pk}/{move}/", {**typed, **given})


def only() -> Deadline:
    return Deadline.objects.unscoped(reason="test").get()


def signed(home: Negotiation, day: int, title: str) -> Any:
    occurred = WorldMoment.day(date(2025, 3, day), make.KYIV)
    given = {"category": EventCategory.AGREE, "treaty_act": TreatyAct.SIGNATURE, "occurred": occurred}
    return make.event(home, title=title, **given)


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


class TestMoves:
    def test_an_extension_opens_a_new_term(self, page: Client, friday: Deadline) -> None:
        answer = moved(page, friday, "extend", expression="2 May 2025", seen="2025-05-02T21:00:00+00:00")
        assert answer.status_code == 302, faults(answer)
        friday.refresh_from_db()
        successor = Deadline.objects.unscoped(reason="test").exclude(pk=friday.pk).get()
        assert (friday.status, str(successor.due_on)) == ("extended", "2025-05-02")
        text = plain(page.get(answer["Location"]))
        assert f'<a href="#deadline-{successor.pk}">Fri 2 May</a> <span dir="auto">As announced</span>' in text

    @pytest.mark.parametrize(("route", "status"), [("met", "met"), ("lapsed", "lapsed"), ("cancel", "cancelled")])
    def test_an_outcome_is_recorded_with_its_day_and_its_reason(
        self, page: Client, friday: Deadline, route: str, status: str
    ) -> None:
        moved(page, friday, route, stated_on="2025-04-15")
        friday.refresh_from_db()
        outcome = friday.outcomes.unscoped(reason="test").get()  # type: ignore[attr-defined]
        assert (friday.status, str(outcome.stated_on), outcome.reason) == (status, "2025-04-15", "As announced")

    def test_an_outcome_in_error_is_reopened(self, page: Client, friday: Deadline) -> None:
        settle_deadline(deadline=friday, status=DeadlineStatus.MET, claim=friday.claim, **WHEN)
        moved(page, friday, "reopen")
        friday.refresh_from_db()
        assert friday.status == "pending"

    def test_a_correction_keeps_what_was_believed_before(self, page: Client, friday: Deadline) -> None:
        moved(page, friday, "correct", expression="ends Thursday", seen="2025-04-17T21:00:00+00:00")
        friday.refresh_from_db()
        assert (friday.expression, str(friday.due_on)) == ("ends Thursday", "2025-04-17")
        assert friday.proposal is not None
        text = plain(page.get(f"/proposals/{friday.proposal.reference}/"))
        assert '<dt>Before</dt><dd class="nil">Fri 18 Apr <q dir="auto">ends Friday</q>' in text

    def test_a_party_s_reading_stands_beside_and_can_be_gone_by(self, page: Client, friday: Deadline) -> None:
        russia = make.party(name="Russia")
        words = {"expression": "19 April 2025", "seen": "2025-04-19T21:00:00+00:00", "party": russia.pk}
        moved(page, friday, "reading", **words)
        friday.refresh_from_db()
        theirs = DeadlineReading.objects.unscoped(reason="test").get(party=russia)
        assert (friday.status, str(friday.due_on)) == ("disputed", "2025-04-18")
        text = plain(page.get(f"/proposals/{friday.proposal.reference}/"))  # type: ignore[union-attr]
        assert f'href="#deadline-{friday.pk}-voices"' in text
        assert f'/go-by/?reading={theirs.pk}">Go by this reading</a>' in text
        moved(page, friday, "go-by", reading=theirs.pk)
        friday.refresh_from_db()
        assert str(friday.due_on) == "2025-04-19"

    def test_a_move_takes_a_reason_and_a_claim(self, page: Client, friday: Deadline) -> None:
        assert set(faults(moved(page, friday, "met", reason=" ", claim=""))) == {"reason", "claim"}

    def test_what_cannot_follow_is_refused_in_words(self, page: Client, friday: Deadline) -> None:
        settle_deadline(deadline=friday, status=DeadlineStatus.CANCELLED, claim=friday.claim, **WHEN)
        assert "cannot become “met”" in str(faults(moved(page, friday, "met")))

    def test_an_earlier_extension_is_refused_beside_its_words(self, page: Client, friday: Deadline) -> None:
        answer = moved(page, friday, "extend", expression="16 April 2025", seen="2025-04-16T21:00:00+00:00")
        assert set(faults(answer)) == {"expression"}
        assert Deadline.objects.unscoped(reason="test").count() == 1

    def test_the_second_of_two_sees_both_versions_and_overwrites_nothing(self, page: Client, friday: Deadline) -> None:
        seen = friday.version
        settle_deadline(deadline=friday, status=DeadlineStatus.LAPSED, claim=friday.claim, reason="Over", **WHEN)
        answer = moved(page, friday, "met", version=seen)
        assert (answer.status_code, friday.outcomes.unscoped(reason="test").count()) == (409, 1)  # type: ignore[attr-defined]
        column = next(each for each in answer.context["overtaken"].columns if each.name == "Status")
        assert (column.old.lower(), column.new.lower()) == ("pending", "lapsed")
        assert f'name="version" value="{friday.version}"' in plain(answer)
        assert 'value="As announced"' in plain(answer)


class TestCard:
    def overdue(self, page: Client, **given: Any) -> str:
        proposal = make.proposal()
        make.deadline(proposal, expression="14 April 2025", **given)
        return plain(page.get(f"/proposals/{proposal.reference}/"))

    def test_a_silent_expiry_is_told_and_asks_what_became_of_it(self, page: Client) -> None:
        text = self.overdue(page)
        assert "<b>Term passed, no renewal on record.</b> What became of it?" in text
        assert len(re.findall(r'class="btn" href="/proposals/P-\d+/deadlines/', text)) == 3
        assert ">Met</a>" in text
        assert ">Extended</a>" in text
        assert ">Lapsed</a>" in text

    def test_another_kind_has_no_term_to_renew(self, page: Client) -> None:
        assert "Passed, no outcome on record." in self.overdue(page, kind="meeting")

    def test_the_end_of_a_day_said_as_an_hour_is_not_the_start_of_it(self, page: Client, truce: Proposal) -> None:
        make.deadline(truce, expression="24:00 on 18 April 2025")
        assert "Friday 18 April 2025, 24:00 Kyiv" in plain(page.get(f"/proposals/{truce.reference}/"))

    def test_whoever_may_only_read_is_offered_no_control(self, truce: Proposal, friday: Deadline) -> None:
        outsider = make.user(is_staff=False)
        make.member(truce.negotiation, outsider, MemberRole.READER)
        client = Client()
        client.force_login(outsider)
        add_reading(deadline=friday, expression="17 April 2025", party=make.party(), claim=friday.claim, **WHEN)
        text = plain(client.get(f"/proposals/{truce.reference}/"))
        assert "ends Friday" in text
        assert [word for word in ("Go by this reading", "deadlines/", "Add another") if word in text] == []
        for route in ("add", f"{friday.pk}/met", f"{friday.pk}/extend"):
            assert client.get(f"/proposals/{truce.reference}/deadlines/{route}/").status_code == 403
        assert added(client, truce).status_code == 403


class TestNeedToKnow:
    def test_a_hidden_proposal_has_no_forms(self, page: Client) -> None:
        secret = make.deadline(make.proposal(make.negotiation(restricted=True)))
        assert secret.proposal is not None
        for route in ("add", f"{secret.pk}/met", f"{secret.pk}/go-by"):
            assert page.get(f"/proposals/{secret.proposal.reference}/deadlines/{route}/").status_code == 404
        assert moved(page, secret, "met").status_code == 404

    def test_a_deadline_is_found_under_its_own_proposal_alone(
        self, page: Client, friday: Deadline, truce: Proposal
    ) -> None:
        other = make.proposal(truce.negotiation)
        assert page.get(f"/proposals/{other.reference}/deadlines/{friday.pk}/met/").status_code == 404

    def test_a_claim_of_another_negotiation_cannot_be_cited(self, page: Client, friday: Deadline) -> None:
        elsewhere = make.claim(make.negotiation())
        assert set(faults(moved(page, friday, "met", **known(elsewhere)))) == {"claim"}

    def test_a_form_from_another_site_is_refused(self, reader: User, friday: Deadline) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(reader)
        assert moved(client, friday, "met").status_code == 403
        friday.refresh_from_db()
        assert friday.status == "pending"


class TestSaid:
    """From when words are read that rest on a claim alone."""

    def test_a_claim_without_a_date_is_asked_about_and_nothing_is_read_from_today(
        self, page: Client, truce: Proposal, friday: Deadline
    ) -> None:
        undated = make.claim(truce.negotiation, stated=WorldMoment.unknown())
        before = Deadline.objects.unscoped(reason="test").count()
        assert set(faults(added(page, truce, seen="", **known(undated)))) == {"expression"}
        answer = moved(page, friday, "extend", expression="within 30 days", seen="", **known(undated))
        assert set(faults(answer)) == {"expression"}
        assert Deadline.objects.unscoped(reason="test").count() == before

    def test_a_claim_s_day_stays_its_day_in_another_zone(self, page: Client, truce: Proposal) -> None:
        claim = make.claim(truce.negotiation, stated=WorldMoment.day(date(2025, 4, 14), make.KYIV))
        given = {"expression": "tomorrow", "said_zone": "America/New_York", "seen": "2025-04-16T04:00:00+00:00"}
        answer = added(page, truce, **given, **known(claim))
        assert answer.status_code == 302, faults(answer)
        assert str(only().due_on) == "2025-04-15"
