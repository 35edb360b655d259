"""An administrator's look into a restricted negotiation: for a reason, for hours, told to its leads; and who reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from negotiations.actions.alert_policies import mute_kind
from negotiations.actions.break_glass import break_glass, close_glass, end_glass
from negotiations.enums import AlertKind, MemberRole
from negotiations.errors import ActionRefusedError, NotPermittedError
from negotiations.models import BreakGlass, Change, Negotiation, ReadRecord, User
from tests import factories as make
from tests import world
from tests.alerts import Office, broken, kyiv, subjects
from tests.mail_sink import MailSink

WHY = "The court asks for the file."
SECRET = "quorvandel"


@pytest.fixture
def hidden(db: None) -> world.World:
    cache.clear()
    return world.build(restricted=True, mark=SECRET)


@pytest.fixture
def chief(hidden: world.World) -> User:
    return make.user(is_superuser=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def look(hidden: world.World, chief: User, **given: Any) -> BreakGlass:
    return break_glass(
        **{"negotiation": hidden.negotiation, "reason": WHY, "hours": 2, "actor": chief, "now": make.NOW} | given
    )


def known(user: User) -> list[Negotiation]:
    return list(Negotiation.objects.visible_to(user))


def test_an_administrator_sees_nothing_without_it_and_only_this_one_with_it(hidden: world.World, chief: User) -> None:
    other = make.negotiation(restricted=True)
    assert known(chief) == []
    glass = look(hidden, chief)
    assert known(chief) == [hidden.negotiation]
    assert other not in known(chief)
    end_glass(glass=glass, actor=chief, now=make.NOW)
    assert known(chief) == []
    kinds = Change.objects.unscoped(reason="test").filter(noun="breakglass").order_by("sequence")
    assert list(kinds.values_list("kind", "reason")) == [("breakglass.opened", WHY), ("breakglass.ended", "")]


def test_it_ends_in_time(hidden: world.World, chief: User) -> None:
    look(hidden, chief)
    assert close_glass(now=make.NOW + timedelta(minutes=119)) == 0
    assert known(chief) == [hidden.negotiation]
    assert close_glass(now=make.NOW + timedelta(hours=2)) == 1
    assert known(chief) == []


def test_a_request_ends_it_before_anything_is_read(hidden: world.World, chief: User, settings: Any) -> None:
    look(hidden, chief)
    address = f"/api/v1/proposals/{hidden.proposal.reference}/"
    for hours, status in ((1, 200), (3, 404)):
        settings.CLOCK_SHIFT = make.NOW + timedelta(hours=hours) - datetime.now(make.NOW.tzinfo)
        assert signed_in(chief).get(address).status_code == status


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": "Because."}, "Say in a sentence"),
        ({"hours": 9}, "from 1 to 8"),
        ({"hours": 0}, "from 1 to 8"),
    ],
)
def test_what_is_refused(hidden: world.World, chief: User, given: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ActionRefusedError, match=refusal):
        look(hidden, chief, **given)
    assert known(chief) == []


def test_who_is_refused(hidden: world.World, chief: User) -> None:
    with pytest.raises(NotPermittedError):
        look(hidden, chief, actor=make.user())
    with pytest.raises(ActionRefusedError, match="as it is"):
        look(hidden, chief, negotiation=make.negotiation())
    look(hidden, chief)
    with pytest.raises(ActionRefusedError, match="already"):
        look(hidden, chief)
    with pytest.raises(ActionRefusedError, match="may not write"):
        make.proposal(hidden.negotiation, actor=chief)


def test_its_leads_hear_of_it_whatever_they_have_muted(
    office: Office, sink: MailSink, hidden: world.World, chief: User
) -> None:
    mute_kind(user=hidden.lead, negotiation=hidden.negotiation, kind=AlertKind.GLASS_BROKEN, now=make.NOW)
    make.member(hidden.negotiation, hidden.lead, MemberRole.LEAD)
    look(hidden, chief)
    office.work(kyiv(14, 12, 1))
    assert subjects(sink) == [f"LOOKED INTO: {hidden.negotiation.name}"]
    (mail,) = sink.accepted
    assert mail.recipient == hidden.lead.email
    for kind in ("plain", "html"):
        assert WHY in mail.text(kind)
    assert broken(office, sink) == []


def test_the_page(hidden: world.World, chief: User, settings: Any) -> None:
    settings.CLOCK_SHIFT = make.NOW - datetime.now(make.NOW.tzinfo)
    assert signed_in(make.user()).get("/break-glass/").status_code == 404
    client = signed_in(chief)
    assert SECRET not in client.get("/break-glass/").content.decode()
    sent = {"reference": hidden.negotiation.reference, "reason": WHY, "hours": "1"}
    absent = client.post("/break-glass/", sent | {"reference": "N-999"})
    assert (absent.status_code, "There is no restricted negotiation" in absent.content.decode()) == (422, True)
    assert client.post("/break-glass/", sent | {"reason": ""}).status_code == 422
    assert SECRET in client.post("/break-glass/", sent, follow=True).content.decode()
    (glass,) = BreakGlass.objects.unscoped(reason="test")
    assert client.post("/break-glass/", {"end": str(glass.pk)}).status_code == 302
    assert SECRET not in client.get("/break-glass/").content.decode()


def test_reads_of_a_restricted_record_are_kept_once_a_day(hidden: world.World) -> None:
    make.proposal()
    client, reference = signed_in(hidden.lead), hidden.proposal.reference
    for _time in range(2):
        client.get(f"/proposals/{reference}/")
        client.get(f"/api/v1/proposals/{reference}/")
        client.get("/api/v1/proposals/")
    signed_in(make.user()).get("/api/v1/proposals/")
    kept = ReadRecord.objects.unscoped(reason="test")
    assert set(kept.values_list("user", "negotiation", "what")) == {
        (hidden.lead.pk, hidden.negotiation.pk, reference),
        (hidden.lead.pk, hidden.negotiation.pk, "list of proposal"),
    }
    assert kept.count() == 2
