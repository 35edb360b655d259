import pytest
from django.test import Client

from negotiations.actions.users import disable_user, revise_user
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Change, User
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_address_stands_for_one_person() -> None:
    make.user(email="Desk@example.org")
    with pytest.raises(InvalidValueError) as refusal:
        make.user(email="desk@EXAMPLE.org")
    assert refusal.value.field == "email"
    assert User.objects.count() == 1


def test_a_password_is_never_in_the_record() -> None:
    make.user()
    change = Change.objects.unscoped(reason="test").get()
    assert "password" not in (change.after or {})


def test_disabling_ends_every_session_at_once() -> None:
    officer, administrator = make.user(), make.user(is_superuser=True)
    here, there = Client(), Client()
    here.force_login(officer)
    there.force_login(administrator)
    disable_user(user=officer, reason="Left the office", actor=administrator, now=make.NOW)
    assert "_auth_user_id" not in here.session
    assert "_auth_user_id" in there.session


def test_only_an_administrator_lets_people_in_or_shuts_them_out() -> None:
    officer = make.user()
    with pytest.raises(NotPermittedError):
        make.user(actor=officer)
    with pytest.raises(NotPermittedError):
        disable_user(user=make.user(), reason="-", actor=officer, now=make.NOW)


def test_people_change_their_own_zone_and_nothing_above_their_station() -> None:
    officer = make.user()
    assert revise_user(user=officer, time_zone="Europe/Brussels", actor=officer, now=make.NOW).time_zone == (
        "Europe/Brussels"
    )
    with pytest.raises(InvalidValueError):
        revise_user(user=officer, is_superuser=True, actor=officer, now=make.NOW)
    with pytest.raises(InvalidValueError):
        revise_user(user=officer, time_zone="Kyiv", actor=officer, now=make.NOW)
