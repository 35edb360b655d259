"""Several proposals at once: old and new for each, one reason, one transaction, one Undo."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.alert_policies import set_alert_policy
from negotiations.actions.alerts.raising import plan
from negotiations.actions.proposals import revise_proposal
from negotiations.actions.subscriptions import watch
from negotiations.enums import MemberRole, ProposalStatus
from negotiations.models import ArmedAlert, Negotiation, Proposal, Subscription, User
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import NEW_CLAIM, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
S = ProposalStatus


@pytest.fixture
def home(db: None) -> Negotiation:
    return make.negotiation()


@pytest.fixture
def three(home: Negotiation) -> list[Proposal]:
    """One in talks, one in force, one at its end."""
    return [make.proposal(home, title=str(status), status=status) for status in (S.TABLED, S.IN_FORCE, S.EXPIRED)]


def address(move: str, proposals: list[Proposal], to: str = "") -> str:
    named = "&".join(f"ref={each.reference}" for each in proposals)
    return f"/bulk/{move}/?{named}" + (f"&to={to}" if to else "")


def sent(page: Client, move: str, proposals: list[Proposal], to: str = "", **given: Any) -> Any:
    versions = ",".join(f"{each.reference}={each.version}" for each in proposals)
    return page.post(address(move, proposals, to), {"versions": versions, **given})


def statuses(proposals: list[Proposal]) -> list[str]:
    for each in proposals:
        each.refresh_from_db()
    return [each.status for each in proposals]


def test_the_list_offers_to_choose(page: Client, three: list[Proposal]) -> None:
    shown = plain(page.get("/proposals/"))
    assert f'name="ref" value="{three[0].reference}"' in shown
    assert 'formaction="/bulk/owner/"' in shown
    assert 'name="ref"' not in plain(page.get("/proposals/?as_of=2025-04-14"))


def test_old_and_new_are_shown_before_anything_is_saved(page: Client, three: list[Proposal]) -> None:
    first = plain(page.get(address("status", three)))
    assert ("Show old and new" in first, "Save" in first.split("<form")[-1]) == (True, False)
    # Which they are is said before anything is chosen for them.
    named = [f'<span class="ref">{each.reference}</span><span dir="auto">{each.title}</span>' for each in three]
    assert [name for name in named if name not in first] == []
    shown = plain(page.get(address("status", three, "on hold")))
    assert shown.count("<b>On hold</b>") == 2
    assert shown.count("stays as it is") == 1
    assert statuses(three) == ["tabled", "in force", "expired"]


def test_one_saving_changes_them_all_and_one_undo_takes_it_back(page: Client, three: list[Proposal]) -> None:
    answer = sent(page, "status", three, "on hold", reason="The talks rest", **NEW_CLAIM)
    assert (answer.status_code, statuses(three)) == (302, ["on hold", "on hold", "expired"])
    shown = plain(page.get(answer["Location"]))
    assert f"2 proposals changed: {three[0].reference}, {three[1].reference}" in shown
    found = re.search(r'action="(/undo/[^"]+)"', shown)
    assert found
    page.post(found[1])
    assert statuses(three) == ["tabled", "in force", "expired"]


def copies(of: Proposal, number: int) -> None:
    rows = [copy(of) for _ in range(number)]
    for n, row in enumerate(rows):
        row.pk, row.reference = None, f"P-{n + 1000}"
        row.status = (S.TABLED, S.AGREED)[n % 2]
    Proposal.objects.unscoped(reason="test").bulk_create(rows)


def test_of_many_the_first_are_shown_and_the_others_counted_and_one_undo_takes_all_back(
    page: Client, three: list[Proposal]
) -> None:
    copies(three[0], 68)
    listed = plain(page.get("/proposals/"))
    assert "All 70 that the list finds" in listed
    found = re.search(r'name="all" value="([^"]*)"', listed)
    assert found
    address = f"/bulk/status/?all={found[1]}&to=agreed"
    shown = page.get(address)
    assert (len(shown.context["lines"]), shown.context["number"]) == (50, 70)
    assert "and 20 more" in plain(shown)
    assert sorted(shown.context["rest"]) == [(10, "Agreed", ""), (10, "Tabled", "Agreed")]
    given = {"versions": shown.context["form"]["versions"].value(), "reason": "Signed", **NEW_CLAIM}
    saved = plain(page.get(page.post(address, given)["Location"]))
    rows = Proposal.objects.unscoped(reason="test")
    assert f"36 proposals changed: {three[0].reference}, {three[1].reference}, P-1000, P-1002" in saved
    assert "P-1014 and 26 more" in saved
    assert rows.filter(status=S.AGREED).count() == 70
    undo = re.search(r'action="(/undo/[^"]+)"', saved)
    assert undo
    page.post(undo[1])
    assert rows.filter(status=S.AGREED).count() == 34


def test_more_than_a_thousand_are_said_to_be_too_many_before_anyone_chooses(
    page: Client, three: list[Proposal]
) -> None:
    copies(three[0], 998)
    assert "All 1000 that the list finds" in plain(page.get("/proposals/"))
    make.proposal(three[0].negotiation)
    assert "All 1001 are too many to change at once: narrow the list to at most 1000." in plain(page.get("/proposals/"))
    assert page.get("/bulk/watch/?all=").status_code == 404


def test_all_or_none_over_the_versions_that_were_read(page: Client, three: list[Proposal]) -> None:
    seen = [Proposal(pk=each.pk, reference=each.reference, version=each.version) for each in three]
    revise_proposal(proposal=three[1], title="Renamed", reason="So", actor=None, now=TUESDAY)
    answer = sent(page, "status", seen, "on hold", reason="Rest", **NEW_CLAIM)
    assert (answer.status_code, statuses(three)) == (409, ["tabled", "in force", "expired"])
    assert [column.new for column in answer.context["overtaken"].columns] == ["Renamed"]
    again = answer.context["form"]["versions"].value()
    assert sent(page, "status", seen, "on hold", reason="Rest", **NEW_CLAIM | {"versions": again}).status_code == 302


def test_an_owner_and_a_watch_for_several(page: Client, reader: User, three: list[Proposal]) -> None:
    assert sent(page, "owner", three, str(reader.pk), reason="Handed over").status_code == 302
    statuses(three)
    assert {each.owner for each in three} == {reader}
    again = page.get(address("owner", three, str(reader.pk))).content.decode()
    assert ("Nothing would change." in again, 'name="versions"' in again) == (True, False)
    assert sent(page, "watch", three).status_code == 302
    assert Subscription.objects.unscoped(reason="test").filter(user=reader, ended_at=None).count() == 3


def test_an_alert_for_several_is_a_lead_of_ones_own_for_those_alone(
    page: Client, reader: User, three: list[Proposal]
) -> None:
    chosen, other = [three[0], make.proposal()], three[1]
    set_alert_policy(user=reader, days_before=[7, 1], actor=reader, now=TUESDAY)
    for proposal in (three[0], other):
        watch(user=reader, proposal=proposal, actor=reader, now=TUESDAY)
        make.deadline(proposal)
        proposal.refresh_from_db()
    shown = page.get(address("alert", chosen, "2"))
    assert [(line.old, line.new) for line in shown.context["lines"]] == [
        ("April 18, 2025", "April 16, 2025"),
        ("No date", "once it has a date"),
    ]
    assert sent(page, "alert", chosen, "2").status_code == 302
    running = Subscription.objects.unscoped(reason="test").filter(user=reader, ended_at=None)
    asked = dict(running.values_list("proposal", "lead_days"))
    assert asked == {chosen[0].pk: [2], chosen[1].pk: [2], other.pk: []}

    def told() -> list[tuple[int | None, str]]:
        armed = ArmedAlert.objects.unscoped(reason="test").select_related("deadline__condition")
        found = [(alert.proposal_id, alert.rule) for _row, alert in plan(list(armed), TUESDAY)]
        return sorted(each for each in found if each[1] == "P2D before")

    assert told() == [(chosen[0].pk, "P2D before")]
    assert sent(page, "alert", chosen, "0").status_code == 302
    assert told() == []


def test_who_may_read_may_watch_and_be_told(three: list[Proposal]) -> None:
    client, guest = Client(), make.user(is_staff=False)
    make.member(three[0].negotiation, guest, MemberRole.READER)
    client.force_login(guest)
    answers = [sent(client, "watch", three), sent(client, "alert", three, "2")]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_what_is_hidden_or_not_offered_is_absent(page: Client, three: list[Proposal]) -> None:
    hidden = make.proposal(make.negotiation(restricted=True))
    assert page.get(address("status", [*three, hidden])).status_code == 404
    assert page.get("/bulk/status/").status_code == 404
    assert sent(page, "status", three, "nothing").status_code == 404
    apart = [*three, make.proposal()]
    assert "several negotiations" in plain(page.get(address("status", apart, "on hold")))
    assert sent(page, "status", apart, "on hold", reason="So", **NEW_CLAIM).status_code == 404


def test_readers_change_nothing(home: Negotiation, three: list[Proposal]) -> None:
    client, guest = Client(), make.user(is_staff=False)
    make.member(home, guest, MemberRole.READER)
    client.force_login(guest)
    assert sent(client, "status", three, "on hold").status_code == 403
