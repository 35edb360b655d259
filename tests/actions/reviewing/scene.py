"""A negotiation in which two people decide, and every action that rests on a claim, called in it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import negotiations.actions
from negotiations.actions.negotiations import revise_negotiation
from negotiations.enums import (
    AccountAttribute,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    ClaimStanding,
    ConditionRole,
    DeadlineKind,
    DeadlineStatus,
    EventCategory,
    InvolvementRole,
    LineageKind,
    Progress,
    ProposalKind,
    ProposalStatus,
    Stance,
    TreatyAct,
    Trend,
)
from negotiations.models import (
    Account,
    ConditionDependency,
    Deadline,
    DeadlineOutcome,
    DeadlineReading,
    Proposal,
    ProposedChange,
    StatusChange,
)
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests import world

LATER = make.NOW + timedelta(minutes=5)
OWN = {"reason": "test"}
DAY = WorldMoment.day(date(2025, 4, 13), make.KYIV)


class Scene:
    """A negotiation with every noun, two editors, and a deadline that waits for a signature."""

    def __init__(self) -> None:
        built = world.build()
        self.home, self.one, self.truce = built.negotiation, built.lead, built.proposal
        self.north, self.south = built.parties
        self.two = make.user()
        make.member(self.home, self.two)
        self.claim = make.claim(self.home)
        self.relief, self.silence = (make.condition(self.truce, claim=self.claim) for _ in range(2))
        self.other = make.proposal(self.home, claim=self.claim)
        self.deadline = make.deadline(self.truce, claim=self.claim)
        self.formula = make.deadline(self.truce, expression="30 days after signature", claim=self.claim)
        self.signed = make.event(self.home, treaty_act=TreatyAct.SIGNATURE, expected=True, claim=self.claim)
        revise_negotiation(negotiation=self.home, two_person_review=True, reason="Two.", actor=None, now=make.NOW)
        for row in (self.home, self.truce, self.deadline, self.formula, self.signed, self.other):
            row.refresh_from_db()

    @property
    def on(self) -> dict[str, Any]:
        return {"claim": self.claim, "actor": self.one, "now": LATER}

    def standing(self) -> list[Any]:
        """Every status and every deadline, and the dated rows they come from."""
        dated = (StatusChange, DeadlineReading, DeadlineOutcome)
        return [
            list(Proposal.objects.unscoped(**OWN).order_by("pk").values_list("pk", "status")),
            list(Deadline.objects.unscoped(**OWN).order_by("pk").values_list("pk", "status", "due_at", "expression")),
            *(model.objects.unscoped(**OWN).filter(retracted_at=None).count() for model in dated),
        ]

    def waiting(self) -> list[ProposedChange]:
        return list(ProposedChange.objects.unscoped(**OWN).waiting().filter(recorded_at=LATER).order_by("pk"))


def first(model: Any) -> Any:
    return model.objects.unscoped(**OWN).first()


# Every action that rests on a claim or describes what does, and how it is called.
CALLS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "give_account": lambda s: {
        "proposal": s.truce,
        "party": s.north,
        "attribute": AccountAttribute.STARTS,
        "value": "Now",
    },
    "record_text": lambda s: {"proposal": s.truce, "name": "Terms"},
    "withdraw_account": lambda s: {"account": Account.objects.unscoped(**OWN).live().first(), "reason": "-"},
    "mark_claim": lambda s: {"standing": ClaimStanding.WITHDRAWN, "reason": "-"},
    "attach_condition": lambda s: {"proposal": s.truce, "text": "More", "role": ConditionRole.PRECONDITION},
    "revise_condition": lambda s: {"condition": s.relief, "text": "Less", "reason": "-"},
    "drop_condition": lambda s: {"condition": s.relief, "dropped_on": date(2025, 4, 14), "reason": "-"},
    "make_depend": lambda s: {"condition": s.relief, "needs": s.silence},
    "clear_dependency": lambda s: {
        "dependency": first(ConditionDependency),
        "cleared_on": date(2025, 4, 14),
        "reason": "-",
    },
    "record_progress": lambda s: {"condition": s.relief, "progress": Progress.FULL},
    "follow_event": lambda s: {"deadline": s.deadline, "event": s.signed},
    "set_deadline": lambda s: {
        "negotiation": s.home,
        "proposal": s.truce,
        "kind": DeadlineKind.EXPIRY,
        "title": "Another",
        "expression": "in 10 days",
    },
    "add_reading": lambda s: {"deadline": s.deadline, "expression": "17 April 2025", "party": s.north},
    "decide_reading": lambda s: {
        "deadline": s.deadline,
        "reading": DeadlineReading.objects.unscoped(**OWN).filter(deadline=s.deadline).first(),
        "reason": "-",
    },
    "correct_deadline": lambda s: {"deadline": s.deadline, "expression": "25 April 2025", "reason": "-"},
    "extend_deadline": lambda s: {"deadline": s.deadline, "expression": "2 May 2025"},
    "settle_deadline": lambda s: {"deadline": s.deadline, "status": DeadlineStatus.MET},
    "record_event": lambda s: {
        "negotiation": s.home,
        "title": "Signed",
        "category": EventCategory.AGREE,
        "occurred": DAY,
        "treaty_act": TreatyAct.SIGNATURE,
    },
    "correct_event": lambda s: {"event": s.signed, "occurred": DAY, "reason": "-"},
    "revise_event": lambda s: {"event": s.signed, "title": "Signing", "reason": "-"},
    "take_position": lambda s: {"proposal": s.truce, "party": s.north, "stance": Stance.REJECTS},
    "open_proposal": lambda s: {
        "negotiation": s.home,
        "title": "A further truce",
        "kind": ProposalKind.CEASEFIRE,
        "status": ProposalStatus.AGREED,
        "status_reason": "-",
    },
    "revise_proposal": lambda s: {"proposal": s.truce, "title": "Otherwise", "reason": "-"},
    "change_status": lambda s: {"proposal": s.truce, "status": ProposalStatus.ON_HOLD, "reason": "-"},
    "involve": lambda s: {"proposal": s.other, "party": s.north, "role": InvolvementRole.MEDIATOR},
    "link_proposals": lambda s: {"proposal": s.other, "other": s.truce, "kind": LineageKind.SUPERSEDES},
    "assess_trend": lambda s: {"proposal": s.truce, "reason": "-", "trend": Trend.IMPROVED},
    "code_ceasefire": lambda s: {
        "proposal": s.truce,
        "side": CeasefireSide.BILATERAL,
        "extent": CeasefireExtent.FULL,
        "ceasefire_class": CeasefireClass.DEFINITIVE,
    },
}
# These move a deadline by way of an event, so that the move waits and the event does not.
BY_EVENT = {"record_event", "correct_event"}


def actions() -> dict[str, Callable[..., Any]]:
    """Every action on facts: it takes a claim, or revises what rests on one."""
    found = {}
    for module in pkgutil.iter_modules(negotiations.actions.__path__, "negotiations.actions."):
        for name, function in vars(importlib.import_module(module.name)).items():
            own = inspect.isfunction(function) and function.__module__ == module.name
            if own and hasattr(function, "__wrapped__") and not name.startswith("_"):
                takes = set(inspect.signature(function).parameters)
                if "actor" in takes and takes & {"claim", "condition", "deadline", "event", "proposal"}:
                    found[name] = function
    return found
