"""What is typed into the forms that write, and what they answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from negotiations.enums import EventCategory, TreatyAct
from negotiations.models import Claim, Deadline, Negotiation, Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories as make

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


def known(claim: Claim) -> dict[str, Any]:
    return {"rests_on": "known", "claim": claim.pk}


FRIDAY_ENDS = "2025-04-18T21:00:00+00:00"


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
