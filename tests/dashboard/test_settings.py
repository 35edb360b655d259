"""Settings: one's own name, zone and alerts, and how pages look in one browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import translation

from negotiations.dashboard.condition_forms import AddConditionForm
from negotiations.dashboard.settings_forms import AlertForm
from negotiations.enums import MemberRole
from negotiations.models import AlertPolicy, Change, User
from tests import factories as make
from tests.dashboard.conftest import statements
from tests.dashboard.forms import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ALERTS = {"days_before": "5, 2", "hours_before": "", "sending_hour": "08:30", "version": 0}


def sent(page: Client, do: str, **given: Any) -> Any:
    return page.post("/settings/", {"do": do, **given})


def policy() -> AlertPolicy:
    return AlertPolicy.objects.unscoped(reason="test").get()


def faults(answer: Any) -> set[str]:
    assert answer.status_code == 422
    return set(answer.context["form"].errors)


def test_the_page_shows_who_one_is_and_what_time_it_is_there(page: Client) -> None:
    shown = plain(page.get("/settings/"))
    assert "It is 12:40 now in Europe/Kyiv (UTC+3)." in shown
    assert 'value="Reader"' in shown


@pytest.mark.parametrize(
    ("form", "field", "choice"),
    [(AlertForm, "muted_kinds", "Наближається строк"), (AddConditionForm, "role", "Передумова")],
)
def test_what_can_be_chosen_is_said_in_the_language_of_the_page(form: Any, field: str, choice: str) -> None:
    with translation.override("uk"):
        assert choice in [str(label) for _value, label in form.base_fields[field].choices]


def test_name_and_zone_are_ones_own(page: Client, reader: User) -> None:
    given = {"first_name": "Ada", "last_name": "Author", "time_zone": "Europe/Paris", "language": "en"}
    assert sent(page, "me", **given).status_code == 302
    reader.refresh_from_db()
    assert (str(reader), reader.time_zone) == ("Ada Author", "Europe/Paris")
    assert "It is 11:40 now in Europe/Paris" in plain(page.get("/settings/"))
    wrong = sent(page, "me", **given | {"time_zone": "Mars/Olympus", "last_name": ""})
    assert faults(wrong) == {"time_zone", "last_name"}


def test_alerts_are_set_over_the_version_that_was_read(page: Client, reader: User) -> None:
    kinds = ["status_changed", "position_moved"]
    sent(page, "alerts", **ALERTS, quiet_from="22:00", quiet_until="07:00", digest="on", muted_kinds=kinds)
    own = policy()
    assert (own.user, own.negotiation, own.days_before, own.hours_before) == (reader, None, [5, 2], [])
    assert (own.sending_hour.hour, own.digest, own.on_the_day, sorted(own.muted_kinds)) == (
        8,
        True,
        False,
        sorted(kinds),
    )
    assert sent(page, "alerts", **ALERTS | {"version": own.version}).status_code == 302
    assert faults(sent(page, "alerts", **ALERTS | {"version": own.version})) == {"version"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("days_before", "soon"), ("days_before", "0"), ("hours_before", "72"), ("sending_hour", "nine")],
)
def test_what_is_no_lead_or_hour_is_told_and_nothing_is_saved(page: Client, field: str, value: str) -> None:
    assert faults(sent(page, "alerts", **ALERTS | {field: value})) == {field}
    assert not AlertPolicy.objects.unscoped(reason="test").exists()
    assert faults(sent(page, "alerts", **ALERTS, quiet_from="22:00")) == {"quiet_until"}


def test_how_pages_look_is_kept_with_the_person_and_for_the_pages_before_signing_in(page: Client, reader: User) -> None:
    looks = 'data-theme="dark" data-density="compact" data-keys="off" data-motion="less"'
    sent(page, "display", theme="dark", density="compact", keys="off", motion="less")
    elsewhere, others = Client(), Client()
    elsewhere.force_login(reader)
    others.force_login(make.user())
    begun = Change.objects.unscoped(reason="test").count()
    assert (looks in plain(page.get("/")), looks in plain(elsewhere.get("/"))) == (True, True)
    assert "data-density" not in plain(others.get("/"))
    # The button at the foot of the sidebar, on a past day too; only light and dark are themes.
    back = elsewhere.post("/settings/look/", {"theme": "light", "next": "/positions/?as_of=2025-04-11"})
    assert 'data-theme="light" data-density="compact"' in plain(elsewhere.get(back["Location"]))
    assert '<form class="look"' in plain(elsewhere.get(back["Location"]))
    away = elsewhere.post("/settings/look/", {"theme": '"><b>', "next": "//example.org/"})
    assert (away["Location"], "data-theme" in plain(elsewhere.get("/"))) == ("/", False)
    page.post("/accounts/logout/")
    assert ' data-theme="dark"' in plain(page.get("/accounts/login/"))
    page.cookies["parley_display"] = 'theme:"><b>.keys:off'
    shown = plain(page.get("/accounts/login/"))
    assert (' data-keys="off">' in shown, "data-theme" in shown) == (True, False)
    # Whoever has chosen nothing yet sees what this browser has.
    others.cookies["parley_display"] = "theme:dark.rail:narrow"
    assert 'data-theme="dark" data-rail="narrow"' in plain(others.get("/"))
    assert Change.objects.unscoped(reason="test").count() == begun


def test_an_unknown_form_saves_nothing(page: Client) -> None:
    assert sent(page, "everything").status_code == 422


def test_who_leads_sets_after_how_many_days_a_proposal_is_stuck(page: Client, reader: User) -> None:
    home, other = make.negotiation(), make.negotiation()
    make.member(home, reader, MemberRole.LEAD)
    assert [led.pk for led in page.get("/settings/").context["led"]] == [home.pk]
    address, given = f"/negotiations/{home.reference}/pace/", {"warning_days": 5, "version": home.version}
    given["unchecked_after_days"] = 21
    bad = page.post(address, given | {"stalled_after_days": 0, "reason": ""})
    assert (bad.status_code, set(bad.context["form"].errors)) == (422, {"stalled_after_days", "reason"})
    given |= {"stalled_after_days": 30, "reason": "They meet once a month"}
    for wrong in ("Mars/Olympus", "Olympus: Mars/Olympus", "Europe/Kyiv, Europe/Kyiv", f"{'x' * 61}: Europe/Kyiv"):
        assert set(page.post(address, given | {"capitals": wrong}).context["form"].errors) == {"capitals"}
    named = "Europe/Kyiv, Washington: America/New_York, Vaduz: Europe/Zurich"
    assert page.post(address, given | {"capitals": named}).status_code == 302
    home.refresh_from_db()
    assert (home.stalled_after_days, home.warning_days, home.unchecked_after_days) == (30, 5, 21)
    shown = plain(page.get("/settings/"))
    assert "To be checked every 21 days. Capitals: Kyiv, Washington, Vaduz." in shown
    make.deadline(proposal := make.proposal(home))
    clock = page.get(f"/proposals/{proposal.reference}/").context["clock"]
    assert clock.zones == ("Europe/Kyiv", "Washington: America/New_York", "Vaduz: Europe/Zurich", "UTC")
    shown = plain(page.get(f"/proposals/{proposal.reference}/"))
    assert "<dt>Washington</dt><dd>Fri 16:59</dd>" in shown
    assert page.get(f"/negotiations/{other.reference}/pace/").status_code == 403


def test_an_address_is_used_once_its_mailbox_has_confirmed_it(
    page: Client, reader: User, mailoutbox: list[EmailMessage]
) -> None:
    cache.delete(f"address-asked:{reader.pk}")
    taken, old = make.user().email, reader.email
    assert faults(page.post("/settings/address/", {"email": "nowhere"})) == {"email"}
    asked = page.post("/settings/address/", {"email": "New@Example.org"})
    assert (asked.status_code, [each.to for each in mailoutbox]) == (302, [["new@example.org"]])
    link = re.search(r"http\S+(/settings/address/\S+/)", str(mailoutbox[0].body))
    assert link
    assert faults(page.post("/settings/address/", {"email": "again@example.org"})) == {"email"}
    # Opening it changes nothing, and nobody else can use it.
    assert '<b dir="ltr">new@example.org</b>' in plain(page.get(link[1]))
    other = Client()
    other.force_login(make.user())
    assert other.post(link[1]).status_code == 404
    reader.refresh_from_db()
    assert reader.email == old
    assert page.post(link[1]).status_code == 302
    reader.refresh_from_db()
    assert (reader.email, reader.username, [each.to for each in mailoutbox[1:]]) == (
        "new@example.org",
        "new@example.org",
        [[old]],
    )
    assert page.post(link[1]).status_code == 404
    # Of an address that stands for somebody nothing is told, and nothing is sent.
    cache.delete(f"address-asked:{reader.pk}")
    told = plain(page.get(page.post("/settings/address/", {"email": taken})["Location"]))
    assert (f"on its way to {taken}, unless" in told, len(mailoutbox)) == (True, 2)


def test_stages_and_statuses_are_shown_with_what_may_follow(page: Client) -> None:
    shown = plain(page.get("/settings/code-lists/"))
    wanted = ("Expired", "nothing: it has come to an end", '<span class="ref">Ceas</span>')
    assert [word for word in wanted if word not in shown] == []


def test_administrators_set_the_one_order_of_parties(client: Client, page: Client) -> None:
    parties = [make.party(name=name, display_order=5) for name in ("Aland", "Borduria")]
    hidden = make.party(name="Syldavia", negotiation=make.negotiation(restricted=True))
    client.force_login(make.user(is_superuser=True))
    shown = client.get("/settings/parties/")
    assert [party.name for party in shown.context["form"].parties] == ["Aland", "Borduria"]
    assert hidden.name not in plain(shown)
    given = {f"order-{party.pk}": 5 for party in parties} | {f"version-{party.pk}": party.version for party in parties}
    moved = given | {f"order-{parties[1].pk}": 1}
    assert set(client.post("/settings/parties/", moved).context["form"].errors) == {"reason"}
    assert client.post("/settings/parties/", moved | {"reason": "By alphabet of the other side"}).status_code == 302
    assert [party.name for party in client.get("/settings/parties/").context["form"].parties] == ["Borduria", "Aland"]
    # Somebody else was faster.
    late = client.post("/settings/parties/", moved | {f"order-{parties[1].pk}": 9, "reason": "Late"})
    assert late.status_code == 422
    assert page.get("/settings/parties/").status_code == 403


def test_the_page_costs_the_same_for_one_negotiation_and_for_three(page: Client, reader: User) -> None:
    make.member(make.negotiation(), reader, MemberRole.LEAD)
    one = statements(page, "/settings/")
    for _ in range(2):
        make.member(make.negotiation(), reader, MemberRole.LEAD)
    assert statements(page, "/settings/") == one
