from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from negotiations.models import Change, Membership, User
from tests import factories

pytestmark = pytest.mark.django_db
MODELS = sorted(model._meta.model_name or "" for model in apps.get_app_config("negotiations").get_models())


@pytest.fixture
def administrator() -> User:
    return factories.user(name="Root Admin", is_superuser=True)


@pytest.fixture
def desk(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def person(**given: str) -> dict[str, str]:
    known = {"email": "new@example.org", "name": "New Person", "password": "", "time_zone": "Europe/Kyiv"}
    return known | {"language": "en", "is_staff": "on"} | given


def test_every_noun_can_be_read(desk: Client) -> None:
    factories.deadline(factories.proposal())
    assert [name for name in MODELS if desk.get(f"/admin/negotiations/{name}/").status_code != 200] == []


def test_the_record_is_not_written_here(desk: Client) -> None:
    request = desk.get("/admin/").wsgi_request
    for name in MODELS:
        if name in {"user", "membership"}:
            continue
        site = admin.site._registry[apps.get_model("negotiations", name)]
        assert (site.has_add_permission(request), site.has_change_permission(request)) == (False, False)
        assert site.has_delete_permission(request) is False
        assert desk.post(f"/admin/negotiations/{name}/add/", {}).status_code == 403


def test_teams_are_made_and_filled_through_actions(desk: Client, administrator: User) -> None:
    one, two = factories.user(), factories.user()
    assert desk.post("/admin/auth/group/add/", {"name": "Mediators", "people": [one.pk]}).status_code == 302
    team = Group.objects.get()
    changed = {"name": "Mediation", "people": [two.pk]}
    assert desk.post(f"/admin/auth/group/{team.pk}/change/", changed).status_code == 302
    team.refresh_from_db()
    assert (team.name, list(team.user_set.all())) == ("Mediation", [two])
    kinds = Change.objects.unscoped(reason="test").filter(kind__startswith="team.").order_by("sequence")
    assert list(kinds.values_list("kind", flat=True)) == [
        "team.made",
        "team.joined",
        "team.renamed",
        "team.joined",
        "team.left",
    ]
    assert set(kinds.values_list("actor", flat=True)) == {administrator.pk}
    assert desk.post(f"/admin/auth/group/{team.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_record_opens_with_what_belongs_to_it(desk: Client) -> None:
    deadline = factories.deadline(factories.proposal())
    answer = desk.get(f"/admin/negotiations/deadline/{deadline.pk}/change/")
    assert answer.status_code == 200
    assert "ends Friday" in answer.content.decode()


def test_an_administrator_does_not_see_into_a_restricted_negotiation(desk: Client) -> None:
    hidden = factories.proposal(factories.negotiation(restricted=True), title="Hidden truce")
    assert "Hidden truce" not in desk.get("/admin/negotiations/proposal/").content.decode()
    assert desk.get(f"/admin/negotiations/proposal/{hidden.pk}/change/").status_code == 302


def test_a_person_is_added_through_the_action(desk: Client, administrator: User) -> None:
    answer = desk.post("/admin/negotiations/user/add/", person(), follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert ">New Person</a>” was added" in answer.content.decode()
    added = User.objects.get(email="new@example.org")
    assert (str(added), added.time_zone, added.has_usable_password()) == ("New Person", "Europe/Kyiv", False)
    change = Change.objects.unscoped(reason="test").get(noun="user", object_id=added.pk)
    assert (change.kind, change.actor) == ("user.created", administrator)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"password": "short"}, "This password is too short."),
        ({"time_zone": "Kyiv"}, "is no IANA time zone"),
        ({"email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_a_wrong_field_is_told_and_nobody_is_added(desk: Client, given: dict[str, str], told: str) -> None:
    before = User.objects.count()
    assert told in desk.post("/admin/negotiations/user/add/", person(**given)).content.decode()
    assert User.objects.count() == before


def test_what_an_action_refuses_is_told_in_its_words(desk: Client, administrator: User) -> None:
    answer = desk.post("/admin/negotiations/user/add/", person(email=administrator.email.upper()), follow=True)
    assert "Somebody with this address is already on record; use another one." in answer.content.decode()
    assert User.objects.filter(email__iexact=administrator.email).count() == 1


def test_a_person_is_revised_and_shut_out(desk: Client) -> None:
    someone = factories.user(name="Old Name")
    address = f"/admin/negotiations/user/{someone.pk}/change/"
    given = {"first_name": "New", "last_name": "Name", "time_zone": "UTC", "language": "en"}
    assert desk.post(address, given).status_code == 302
    someone.refresh_from_db()
    assert (str(someone), someone.time_zone) == ("New Name", "UTC")
    desk.post("/admin/negotiations/user/", {"action": "shut_out", "_selected_action": str(someone.pk)})
    someone.refresh_from_db()
    assert someone.is_active is False


def test_members_are_let_in_and_out_through_actions(desk: Client) -> None:
    home, someone = factories.negotiation(), factories.user()
    answer = desk.post(
        "/admin/negotiations/membership/add/",
        {"negotiation": home.pk, "user": someone.pk, "team": "", "role": "reader"},
    )
    assert answer.status_code == 302
    membership = Membership.objects.unscoped(reason="test").get(user=someone)
    desk.post(f"/admin/negotiations/membership/{membership.pk}/delete/", {"post": "yes"})
    assert Membership.objects.unscoped(reason="test").filter(user=someone).exists() is False
    changes = Change.objects.unscoped(reason="test").filter(noun="membership", object_id=membership.pk)
    assert [change.kind for change in changes] == ["membership.added", "membership.removed"]


def test_the_last_lead_stays(desk: Client, administrator: User) -> None:
    home = factories.negotiation(actor=administrator)
    lead = Membership.objects.unscoped(reason="test").get(negotiation=home)
    answer = desk.post(f"/admin/negotiations/membership/{lead.pk}/delete/", {"post": "yes"}, follow=True)
    assert "A negotiation keeps at least one lead" in answer.content.decode()
    assert Membership.objects.unscoped(reason="test").filter(pk=lead.pk).exists() is True


def test_staff_without_the_right_see_nothing() -> None:
    client = Client()
    client.force_login(factories.user())
    assert client.get("/admin/negotiations/proposal/").status_code == 403
    assert client.get("/admin/negotiations/user/add/").status_code == 403
