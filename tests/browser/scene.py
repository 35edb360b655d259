"""What is on record before the browser opens: the seeds, their readers, a negotiation with a row of every noun.

Run as `python -m tests.browser.scene` in the environment of the site; writes addresses.json beside its database: where
each page of tests/browser/every_page.py is found.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from config import clock  # noqa: E402
from negotiations.actions.subscriptions import watch  # noqa: E402
from negotiations.actions.users import create_user  # noqa: E402
from negotiations.emails.links import SNOOZE, link  # noqa: E402
from negotiations.enums import AlertState, DeadlineStatus, MemberRole  # noqa: E402
from negotiations.models import Alert, Deadline, Proposal, User  # noqa: E402
from tests import factories as make  # noqa: E402
from tests import world  # noqa: E402
from tests.browser import talks  # noqa: E402
from tests.browser.every_page import ASKED, GUESSED, SEEDED, STATES, page_routes  # noqa: E402
from tests.browser.people import EMAIL, PASSWORD, WALKER, WATCHERS  # noqa: E402
from tests.house import House, filled, keys  # noqa: E402

WHY = {"reason": "a scene of the tests"}


def person(address: str, name: str, now: datetime, **given: Any) -> User:
    known = {"time_zone": "Europe/Kyiv", "actor": None, "now": now, "password": PASSWORD}
    return create_user(email=address, name=name, **known, **given)


def readers(now: datetime) -> None:
    person(EMAIL, "Ada Reader", now, is_superuser=True)
    freeze = Proposal.objects.unscoped(**WHY).get(short_title=SEEDED[0])
    for address in WATCHERS:
        watcher = person(address, "Wanda Watcher", now)
        watch(user=watcher, proposal=freeze, actor=watcher, now=now - timedelta(days=1))


def house_of_the_walker(now: datetime) -> House:
    """Who leads a restricted negotiation with a row of every noun, which nobody else meets."""
    built = world.build(restricted=True, mark="of the walker")
    walker = person(WALKER, "Wim Walker", now, language="ar", is_superuser=True)
    make.member(built.negotiation, walker, MemberRole.LEAD)
    reader = make.user()
    make.member(built.negotiation, reader, MemberRole.READER)
    found = House(replace(built, lead=walker), {MemberRole.READER: reader})
    found.keys = keys(found)
    failed = Alert.objects.unscoped(**WHY).filter(pk=found.keys["alerts"])
    failed.update(state=AlertState.DEAD, reason="No such mailbox.")
    return found


def addresses(found: House) -> dict[str, str]:
    """Where each route, each state and each proposal of the seeds has its page."""
    known, proposals = found.keys, Proposal.objects.unscoped(**WHY)
    named = {"negotiation": known["negotiations"], "proposal": known["proposals"], "rival": known["compare"]}
    named |= {"condition": known["conditions"], "party": slugify(found.world.parties[0].name)}
    named["truce"] = proposals.get(short_title=SEEDED[1]).reference
    places = {route: GUESSED.get(route, route) for route in page_routes()}
    places["mail/<str:action>/<str:token>"] = link(SNOOZE, known["alerts"]).removeprefix(f"{settings.BASE_URL}/")
    settled = Deadline.objects.unscoped(**WHY).filter(proposal=found.world.proposal, status=DeadlineStatus.MET)
    reopen = "proposals/<str:reference>/deadlines/{}/reopen/"
    places[reopen.format("<int:pk>")] = reopen.format(settled.values_list("pk", flat=True)[0])
    return {
        **{route: filled(found, f"/{place}") + ASKED.get(route, "").format(**named) for route, place in places.items()},
        **{state: "/" + state.format(**named) for state in STATES},
        **{title: f"/proposals/{proposals.get(short_title=title).reference}/" for title in SEEDED},
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("seeds", "load", verbosity=0)
    readers(clock.now())
    call_command("alerts", "tick")
    talks.prepare(PASSWORD)
    found = addresses(house_of_the_walker(clock.now()))
    (Path(settings.VAR_DIR) / "addresses.json").write_text(json.dumps(found), encoding="utf-8")
