"""What a token can be made of, and who may end it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from negotiations.actions.tokens import make_token, revoke_token
from negotiations.enums import TokenScope
from negotiations.errors import ActionRefusedError, NotPermittedError
from negotiations.models import ApiToken, Change
from tests import factories as make

pytestmark = pytest.mark.django_db
SOON = make.NOW + timedelta(days=30)


def given(**changed: Any) -> dict[str, Any]:
    person = changed.pop("person", None) or make.user()
    known = {"name": "Wire", "scopes": [TokenScope.READ], "expires_at": SOON, "actor": person, "now": make.NOW}
    return {"person": person, **known, **changed}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"expires_at": make.NOW}, "expires_at"),
        ({"expires_at": make.NOW + timedelta(days=367)}, "expires_at"),
        ({"name": "two\nlines"}, "name"),
        ({"negotiations": []}, "negotiations"),
    ],
)
def test_what_makes_no_token(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ActionRefusedError) as refused:
        make_token(**given(**changed))
    assert refused.value.field == field
    assert ApiToken.objects.unscoped(reason="test").count() == 0


def test_a_token_cannot_be_confined_to_what_its_person_may_not_know_of() -> None:
    hidden = make.negotiation(restricted=True)
    with pytest.raises(ActionRefusedError, match="each of them on record"):
        make_token(**given(negotiations=[hidden]))


def test_nobody_makes_or_ends_a_token_of_somebody_else_but_an_administrator_ends_any() -> None:
    person, other, chief = make.user(), make.user(), make.user(is_superuser=True)
    with pytest.raises(NotPermittedError):
        make_token(**given(person=person, actor=chief))
    token = make_token(**given(person=person))
    with pytest.raises(NotPermittedError):
        revoke_token(token=token, actor=other, now=make.NOW)
    revoke_token(token=token, actor=chief, now=make.NOW)
    revoke_token(token=token, actor=chief, now=SOON)
    assert token.revoked_at == make.NOW
    kinds = Change.objects.unscoped(reason="test").filter(noun="apitoken").values_list("kind", flat=True)
    assert list(kinds) == ["apitoken.made", "apitoken.revoked"]


def test_the_command_makes_lists_and_revokes(capsys: pytest.CaptureFixture[str]) -> None:
    person, home = make.user(), make.negotiation()
    call_command("token", "make", person.email, "Wire", "--scope", "export", "--negotiation", home.reference)
    secret = capsys.readouterr().out.strip()
    call_command("token", "list", person.email)
    assert capsys.readouterr().out.startswith(f"{secret[:13]}…  export")
    call_command("token", "revoke", secret[:13])
    capsys.readouterr()
    call_command("token", "list", person.email)
    assert "revoked" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("token", "list", "nobody@example.org")
