"""People and roles in Settings: who is let in and shut out, and who belongs to which negotiation."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.test import Client

from negotiations.actions.feeds import make_feed
from negotiations.actions.negotiations import add_member
from negotiations.actions.users import Access, set_access
from negotiations.enums import MemberRole, Standing
from negotiations.errors import InvalidValueError
from negotiations.models import Change, Membership, Negotiation, User
from tests import factories as make
from tests.dashboard.conftest import statements
from tests.dashboard.forms import faults, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
OPEN = Access(Standing.STAFF, signs_in=True)


@pytest.fixture
def chief(db: None) -> User:
    return make.user(name="Chief Admin", is_superuser=True)


@pytest.fixture
def desk(chief: User) -> Client:
    client = Client()
    client.force_login(chief)
    return client


def person(user: User) -> str:
    return f"/settings/office/{user.pk}/"


def access(standing: str, *, signs_in: bool = True, seen: str, reason: str = "Left the desk") -> dict[str, str]:
    return {"standing": standing, "seen": seen, "reason": reason} | ({"signs_in": "on"} if signs_in else {})


def newest() -> Change:
    return Change.objects.unscoped(reason="test").latest("sequence")


def roles(home: Negotiation) -> dict[str, str]:
    rows = Membership.objects.unscoped(reason="test").filter(negotiation=home)
    return {str(row.user or row.team): row.role for row in rows}


def test_a_person_is_added_and_chooses_the_password_from_the_mail(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    past = ("/settings/office/?as_of=2025-04-11", "/settings/roles/?as_of=2025-04-11")
    assert [desk.get(address).status_code for address in past] == [409, 409]
    begun = desk.get("/settings/office/add/").context["form"].initial
    given = {**begun, "invited": "on", "email": "Not an address", "name": "", "standing": "guest"}
    assert set(faults(desk.post("/settings/office/add/", given))) == {"email", "name"}
    given |= {"email": "New@example.org", "name": "Nora New", "language": "uk"}
    assert desk.post("/settings/office/add/", given).status_code == 302
    assert set(faults(desk.post("/settings/office/add/", given))) == {"email"}
    nora = User.objects.get(email="new@example.org")
    assert (Access.of(nora), str(nora), nora.time_zone, nora.language, newest().kind) == (
        Access(Standing.GUEST, signs_in=True),
        "Nora New",
        "Europe/Kyiv",
        "uk",
        "user.created",
    )
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    link = re.search(r"http://[^/\s]+(/accounts/\S+/)", str(mailoutbox[0].body))
    assert link
    browser = Client()
    chosen = {"password1": make.PASSWORD, "password2": make.PASSWORD}
    assert browser.post(browser.get(link[1])["Location"], chosen).status_code == 302
    nora.refresh_from_db()
    assert nora.check_password(make.PASSWORD)
    # The link works once; who missed it is sent another.
    assert browser.post(link[1], chosen).status_code == 200
    assert desk.post(person(nora), {"invite": "on"}).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]] * 2


def test_who_is_shut_out_is_out_at_once_and_may_be_let_in_again(desk: Client, reader: User, page: Client) -> None:
    _feed, secret = make_feed(proposal=None, actor=reader, now=make.NOW)
    key = page.session.session_key
    UserSession.objects.create(user=reader, session_key=key, ip="127.0.0.1", user_agent="")
    page.get("/settings/")
    shown = plain(desk.get("/settings/office/?q=ada%20reader"))
    assert (reader.email in shown, "today 12:40" in shown, "Chief Admin</a>" in shown) == (True, True, False)
    assert page.get("/settings/").status_code == page.get(f"/feeds/{secret}.ics").status_code == 200
    assert set(faults(desk.post(person(reader), access("staff", seen="staff.True", reason="")))) == {"reason"}
    out = access("staff", signs_in=False, seen="staff.True")
    assert desk.post(person(reader), out).status_code == 302
    assert (newest().kind, newest().reason) == ("user.disabled", "Left the desk")
    assert page.get("/settings/").status_code == 302
    assert page.get(f"/feeds/{secret}.ics").status_code == 404
    # Another administrator, who still saw them let in, is told.
    assert set(faults(desk.post(person(reader), out))) == {"standing"}
    assert desk.post(person(reader), access("guest", seen="staff.False")).status_code == 302
    reader.refresh_from_db()
    assert (Access.of(reader), newest().kind) == (Access(Standing.GUEST, signs_in=True), "user.enabled")


def test_an_administrator_who_may_sign_in_remains(desk: Client, chief: User, reader: User) -> None:
    for last in (
        access("staff", seen="administrator.True"),
        access("administrator", signs_in=False, seen="administrator.True"),
    ):
        assert set(faults(desk.post(person(chief), last))) == {"standing"}
    assert desk.post(person(reader), access("administrator", seen="staff.True")).status_code == 302
    assert newest().kind == "user.appointed"
    assert desk.post(person(chief), access("staff", seen="administrator.True")).status_code == 302
    assert desk.get(person(chief)).status_code == 403
    with pytest.raises(InvalidValueError):
        set_access(user=reader, access=OPEN, actor=None, now=make.NOW, reason="Tired")


def test_leads_say_who_belongs_to_what_they_lead(page: Client, reader: User) -> None:
    home, open_to_staff = make.negotiation(restricted=True), make.negotiation()
    mine, friend = make.member(home, reader, MemberRole.LEAD), make.user(name="Frida Friend", is_staff=False)
    team = Group.objects.create(name="Mediators")
    team.user_set.add(make.user(name="Tom Team"))
    address = f"/negotiations/{home.reference}/members/"
    for who in ("nobody@example.org", ""):
        assert set(faults(page.post(address, {"who": who, "role": "reader"}))) == {"who"}
    for who in (friend.email.upper(), "Mediators"):
        assert page.post(address, {"who": who, "role": "reader"}).status_code == 302
    shown = plain(page.get(address))
    assert [name in shown for name in ("Frida Friend</a>", friend.email, "Mediators</a>", "Tom Team")] == [True] * 4
    hers = Membership.objects.unscoped(reason="test").get(user=friend)
    change = {"role": "editor", "seen": "reader", "reason": "Drafts with us"}
    assert set(faults(page.post(f"{address}{hers.pk}/", change | {"reason": ""}))) == {"reason"}
    assert page.post(f"{address}{hers.pk}/", change).status_code == 302
    assert (newest().kind, newest().reason) == ("membership.changed", "Drafts with us")
    assert set(faults(page.post(f"{address}{hers.pk}/", change))) == {"role"}  # seen as reader, meanwhile editor
    for role in ("", "editor"):
        refused = page.post(f"{address}{mine.pk}/", {"role": role, "seen": "lead", "reason": "Moves on"})
        assert set(faults(refused)) == {"role"}
    assert set(faults(page.post(address, {"who": reader.email, "role": "reader"}))) == {"role"}
    assert page.post(f"{address}{hers.pk}/", {"role": "", "seen": "editor", "reason": "Done"}).status_code == 302
    assert roles(home) == {"Ada Reader": "lead", "Mediators": "reader"}
    # Whoever ends their own lead is led to a page that they may still see.
    add_member(negotiation=home, team=team, role=MemberRole.LEAD, actor=None, now=make.NOW)
    gone = page.post(f"{address}{mine.pk}/", {"role": "", "seen": "lead", "reason": "Moves on"})
    assert (gone["Location"], page.get(address).status_code) == ("/settings/roles/", 404)
    assert page.get(f"/negotiations/{open_to_staff.reference}/members/").status_code == 403


def test_administrators_see_and_set_the_roles_of_what_is_open_alone(desk: Client, page: Client) -> None:
    known, hidden = make.negotiation(), make.negotiation(name="Hidden talks", restricted=True)
    other = make.member(hidden, make.user())
    shown = plain(desk.get("/settings/roles/"))
    assert (known.name in shown, hidden.name in shown, hidden.reference in shown) == (True, False, False)
    assert desk.get(f"/negotiations/{known.reference}/members/").status_code == 200
    for way in (f"/negotiations/{hidden.reference}/members/", f"/negotiations/{known.reference}/members/{other.pk}/"):
        assert desk.get(way).status_code == 404
    assert "You lead no negotiation." in plain(page.get("/settings/roles/"))
    for closed in ("/settings/office/", "/settings/office/add/"):
        assert page.get(closed).status_code == 403


def test_the_pages_cost_the_same_for_few_and_for_many(desk: Client) -> None:
    home = make.negotiation()
    addresses = ("/settings/office/", "/settings/roles/", f"/negotiations/{home.reference}/members/")

    def grow(number: int) -> list[int]:
        for at in range(number):
            make.member(home, make.user())
            make.negotiation()
            team = Group.objects.create(name=f"Team {number} {at}")
            add_member(negotiation=home, team=team, role=MemberRole.READER, actor=None, now=make.NOW)
        return [statements(desk, address) for address in addresses]

    assert grow(1) == grow(3)
