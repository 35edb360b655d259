from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from negotiations.actions.subscriptions import watch
from negotiations.enums import AlertState, MemberRole
from negotiations.models import Alert, ArmedAlert, Proposal, User
from negotiations.models.alerts import AGAIN
from tests import factories as make
from tests.alerts import Office, broken, kyiv
from tests.dashboard.conftest import TUESDAY
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Scene:
    """The reader leads; a colleague's address is refused; the mail of three days before went out at 9:00."""

    proposal: Proposal
    colleague: User


@pytest.fixture
def scene(reader: User, office: Office, sink: MailSink, tuesday: datetime) -> Scene:
    home = make.negotiation()
    make.member(home, reader, MemberRole.LEAD)
    proposal = make.proposal(home, title="Truce at sea")
    colleague = make.user(name="Bo Colleague")
    for person in (reader, colleague):
        watch(user=person, negotiation=home, actor=person, now=make.NOW)
    unknown = "550 5.1.1 no such user"
    sink.answer = lambda step: unknown if step.verb == "RCPT" and colleague.email in step.said else None
    make.deadline(proposal)
    office.work(kyiv(15, 9))
    return Scene(proposal, colleague)


def alert_to(user: User, **given: Any) -> Alert:
    return Alert.objects.unscoped(reason="test").filter(recipient=user, **given).earliest("pk")


def tabs(page: Client) -> dict[str, int]:
    return {view.name: view.count for view in page.get("/alerts/").context["tabs"]}


def do(page: Client, **given: Any) -> str:
    """Press a button; what the reader is told."""
    answer = page.post("/alerts/act/", given, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_page_tells_what_was_sent_and_what_failed_with_the_servers_words(page: Client, scene: Scene) -> None:
    answer = page.get("/alerts/")
    text = " ".join(answer.content.decode().split())
    assert "Truce at sea" in text
    assert "Delivered" in text
    assert "The mail server does not know this address, or refuses mail for it." in text
    assert "550 5.1.1 no such user" in text
    assert "Last mail sent 15 Apr, 09:00" in text
    # The lead's own, and the one that tells of the colleague's.
    assert (tabs(page)["Failed"], tabs(page)["Sent"]) == (1, 2)
    assert list(tabs(page)) == ["Failed", "Waiting", "Sent", "Snoozed", "All"]
    assert '1<span class="vh"> failed</span>' in text


def test_the_api_lists_the_same_rows_for_the_same_query(page: Client, scene: Scene) -> None:
    for query in ("", "state=dead", "state__in=queued,leased", "snoozed=true", "mine=true", "mine=false"):
        shown = [line.alert.id for line in page.get(f"/alerts/?{query}").context["lines"]]
        assert shown == [row["id"] for row in page.get(f"/api/v1/alerts/?{query}").json()["results"]], query


def test_each_tab_counts_what_it_leads_to(page: Client, scene: Scene) -> None:
    for tab in page.get("/alerts/").context["tabs"]:
        answer = page.get(f"/alerts/{tab.address}")
        assert (tab.name, len(answer.context["lines"])) == (tab.name, tab.count)
        assert [each.name for each in answer.context["tabs"] if each.current] == [tab.name]
        assert answer.context["applied"] == []
    # What no tab stands for is a chip in words, which takes its filter away.
    reference = scene.proposal.reference
    answer = page.get(f"/alerts/?proposal={reference}&snoozed=true")
    chips = [(each.text, each.without) for each in answer.context["applied"]]
    assert chips == [
        (f"Proposal: {reference} Truce at sea", "?snoozed=true"),
        ("Snoozed: Yes", f"?proposal={reference}"),
    ]
    assert f'<a class="chip" href="?proposal={reference}">' in answer.content.decode()


def test_a_question_that_is_not_understood_is_told(page: Client, tuesday: datetime) -> None:
    answer = page.get("/alerts/?state=lost")
    assert (answer.status_code, answer.context["lines"]) == (400, [])


def test_seen_snoozed_skipped_and_taken_up_again(page: Client, reader: User, scene: Scene) -> None:
    own = alert_to(reader, state=AlertState.SENT)
    do(page, one=f"seen:{own.pk}")
    own.refresh_from_db()
    assert own.seen_at is not None
    do(page, one=f"snooze-tomorrow:{own.pk}")
    again = alert_to(reader, rule__startswith=AGAIN)
    assert (again.state, again.send_at) == (AlertState.QUEUED, kyiv(16, 9))
    assert tabs(page)["Snoozed"] == 1
    do(page, one=f"skip:{again.pk}")
    again.refresh_from_db()
    assert (again.state, again.reason) == (AlertState.SUPPRESSED, "Skipped by Ada Reader.")
    assert "Undo skip" in page.get("/alerts/").content.decode()
    do(page, one=f"unskip:{again.pk}")
    again.refresh_from_db()
    assert (again.state, again.next_try_at) == (AlertState.QUEUED, kyiv(16, 9))


def test_a_lead_sends_again_what_failed_for_somebody_else(page: Client, scene: Scene) -> None:
    failed = alert_to(scene.colleague)
    assert do(page, one=f"send-again:{failed.pk}") == "1 alert changed."
    failed.refresh_from_db()
    assert failed.state == AlertState.QUEUED
    assert "Only its reader" in do(page, one=f"seen:{failed.pk}")


def test_a_lead_names_somebody_else_and_an_administrator_puts_the_address_right(
    page: Client, reader: User, scene: Scene, office: Office, sink: MailSink
) -> None:
    failed = alert_to(scene.colleague)
    address = f"/alerts/{failed.pk}/address/"
    assert f'href="{address}"' in page.get("/alerts/").content.decode()
    stranger = make.user(name="Sam Stranger", is_staff=False)
    shown = page.get(address)
    assert set(shown.context["forms"]) == {"another"}
    assert "Sam Stranger" not in shown.content.decode()
    assert page.post(address, {"do": "another", "to": stranger.pk}).status_code == 422
    assert page.post(address, {"do": "address", "email": "new@example.org"}).status_code == 403
    other = Client()
    other.force_login(make.user())
    assert other.get(address).status_code == 404
    told = make.user(name="Cy Cover")
    assert page.post(address, {"do": "another", "to": told.pk}).status_code == 302
    office.work(kyiv(15, 13))
    assert [mail.recipient for mail in sink.accepted].count(told.email) == 1
    assert page.get(address).status_code == 404
    User.objects.filter(pk=reader.pk).update(is_superuser=True)
    Alert.objects.unscoped(reason="test").filter(pk=failed.pk).update(state=AlertState.DEAD)
    assert page.post(address, {"do": "address", "email": "nowhere"}).status_code == 422
    page.post(address, {"do": "address", "email": "new@example.org"})
    office.work(kyiv(15, 14))
    assert sink.accepted[-1].recipient == "new@example.org"
    assert broken(office, sink) == []


def test_a_test_mail_goes_the_way_of_all_mail_and_its_answer_is_shown(
    page: Client, reader: User, tuesday: datetime, office: Office, sink: MailSink
) -> None:
    def settings() -> str:
        return " ".join(page.get("/settings/").content.decode().split())

    assert "See whether mail from Parley reaches you." in settings()
    page.post("/settings/test-mail/")
    assert "less than a minute ago" in page.post("/settings/test-mail/", follow=True).content.decode()
    office.work(tuesday + timedelta(minutes=2))
    (mail,) = sink.accepted
    assert (mail.recipient, mail.message["Subject"]) == (reader.email, "Test mail from Parley")
    assert [move in mail.text() for move in ("/mail/seen/", "/mail/snooze/", "/mail/stop/")] == [False, False, True]
    assert "250 kept as 1" in settings()
    assert "Test mail" in page.get("/alerts/").content.decode()
    sink.answer = lambda step: "550 5.1.1 no such user" if step.verb == "RCPT" else None
    alert_to(reader)
    Alert.objects.unscoped(reason="test").update(raised_at=tuesday - timedelta(hours=1))
    page.post("/settings/test-mail/")
    office.work(tuesday + timedelta(minutes=4))
    assert "550 5.1.1 no such user" in settings()
    assert broken(office, sink) == []


def test_the_head_is_red_when_nobody_looks_up_what_is_due(page: Client, scene: Scene) -> None:
    armed = ArmedAlert.objects.unscoped(reason="test").filter(rule="P1D before")
    armed.update(fire_at=TUESDAY - timedelta(minutes=6))
    assert "No mail has left since 15 Apr, 09:00" in page.get("/alerts/").content.decode()


def test_several_at_once_each_for_itself(page: Client, reader: User, scene: Scene) -> None:
    own, failed = alert_to(reader, state=AlertState.SENT), alert_to(scene.colleague)
    told = do(page, alert=[own.pk, failed.pk], do="send-again", back="?state=dead")
    assert told == "1 alert changed. Only an alert that failed or was skipped can be sent again."
    assert do(page, do="seen") == "Tick at least one alert, then say what to do with it."
    answer = page.post("/alerts/act/", {"do": "seen", "back": "?state=dead&x=\r\ny//evil"})
    assert answer.headers["Location"] == "/alerts/?state=dead&x=%0D%0Ay%2F%2Fevil"


def test_what_is_hidden_is_as_what_is_not_there(scene: Scene) -> None:
    outsider = Client()
    outsider.force_login(make.user())
    hidden = alert_to(scene.colleague)
    for move in ("seen", "skip", "send-again", "unskip", "snooze-hour", "sink"):
        assert outsider.post("/alerts/act/", {"one": f"{move}:{hidden.pk}"}).status_code == 404
        assert outsider.post("/alerts/act/", {"one": f"{move}:987654321"}).status_code == 404


def test_what_nobody_has_seen_after_twelve_hours_is_marked(
    page: Client, reader: User, scene: Scene, set_clock: Any
) -> None:
    marked = "Nobody has seen it"
    assert marked not in page.get("/alerts/").content.decode()
    set_clock(kyiv(15, 21, 1))
    # The session of the morning has ended by then.
    page.force_login(reader)
    assert marked in page.get("/alerts/").content.decode()
    do(page, one=f"seen:{alert_to(reader, state=AlertState.SENT).pk}")
    assert marked not in page.get("/alerts/").content.decode()


def test_the_head_says_in_red_that_no_mail_leaves(page: Client, reader: User, scene: Scene) -> None:
    alert = alert_to(reader, state=AlertState.SENT)
    alert.pk, alert.rule, alert.state, alert.sent_at = None, "P1D before", AlertState.QUEUED, None
    alert.send_at = alert.next_try_at = TUESDAY - timedelta(minutes=6)
    alert.save()
    text = page.get("/alerts/").content.decode()
    assert "No mail has left since 15 Apr, 09:00" in text
    assert "1 waiting" in text


def test_a_stage_is_skipped_and_restored_from_the_proposals_page(page: Client, scene: Scene) -> None:
    rows = ArmedAlert.objects.unscoped(reason="test")
    stage = rows.get(rule="P1D before")
    shown = page.post(f"/alerts/stages/{stage.pk}/skip/", follow=True)
    assert "Undo skip" in shown.content.decode()
    assert rows.get(pk=stage.pk).state == "skipped"
    page.post(f"/alerts/stages/{stage.pk}/restore/")
    assert rows.get(pk=stage.pk).state == "armed"
    assert page.post("/alerts/stages/987654321/skip/").status_code == 404


def test_the_proposals_page_leads_to_what_failed(page: Client, scene: Scene) -> None:
    text = page.get(f"/proposals/{scene.proposal.reference}/").content.decode()
    assert "1 failed" in text
    assert "Send again" in text
    # How many each stage to come will be told.
    assert "to 2 people" in text
    # What was raised and never left says so, and why.
    rows = Alert.objects.unscoped(reason="test").filter(state=AlertState.DEAD)
    rows.update(state=AlertState.CANCELLED, reason="The deadline was extended.")
    text = page.get(f"/proposals/{scene.proposal.reference}/").content.decode()
    assert ("1 failed" in text, "1 not sent" in text, "The deadline was extended." in text) == (False, True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_grow(
    page: Client, scene: Scene, reader: User, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(1, number):
        alert = alert_to(reader, state=AlertState.SENT)
        alert.pk, alert.rule = None, f"P{n}D after"
        alert.save()
    with django_assert_num_queries(22):
        assert page.get("/alerts/").status_code == 200


def test_what_is_to_come_is_listed_for_whoever_leads(page: Client, scene: Scene, reader: User) -> None:
    names = [str(alert.recipient.name) for alert, _lead in page.get("/alerts/coming/").context["lines"]]
    assert {reader.get_full_name(), "Bo Colleague"} == set(names)
    words = page.get("/alerts/coming/?days=1").content.decode()
    assert ("Truce at sea" in words, "Nothing is to go out" in words) == (False, True)
    refused = page.get("/alerts/coming/?days=soon")
    assert (refused.status_code, "Choose how far ahead" in refused.content.decode()) == (400, True)
    assert "known only as of now" in page.get("/alerts/coming/?as_of=2025-04-14").content.decode()


def test_what_is_to_come_takes_the_same_statements_for_one_and_for_many(page: Client, scene: Scene) -> None:
    page.get("/alerts/coming/")  # the first look extends the session
    with CaptureQueriesContext(connection) as few:
        page.get("/alerts/coming/")
    for number in range(3):
        person = make.user(name=f"Reader {number}")
        watch(user=person, proposal=scene.proposal, actor=person, now=make.NOW)
    make.deadline(scene.proposal)
    with CaptureQueriesContext(connection) as many:
        page.get("/alerts/coming/")
    assert len(many) == len(few)
