"""Words for the values of code lists, in the reader's language."""

from __future__ import annotations

from django import template
from django.apps import apps
from django.contrib.messages.storage.base import Message
from django.db.models import Choices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from negotiations.dashboard.differences import Difference, differences_of
from negotiations.dashboard.display import unquoted
from negotiations.dashboard.undoing import saving_told
from negotiations.enums import (
    AccountAttribute,
    ActorType,
    Alignment,
    ClaimStanding,
    ConditionRole,
    Credibility,
    Evidence,
    InvolvementRole,
    LineageKind,
    Momentum,
    NameKind,
    Ownership,
    Progress,
    ProposalKind,
    ProposalStatus,
    ProposedState,
    Reliability,
    ReviewedMove,
    Stance,
)
from negotiations.queries.changes import Change
from negotiations.queries.resting import KINDS
from negotiations.rules.answers import Answer

register = template.Library()
register.filter(unquoted)


def _word(values: type[Choices], value: object) -> str:
    return capfirst(str(values(value).label))


@register.filter
def role_word(value: str) -> str:
    return _word(ConditionRole, value)


@register.filter
def status_word(value: str) -> str:
    return _word(ProposalStatus, value)


@register.filter
def entry_word(kind: str) -> str:
    """The kind of an entry of a timeline."""
    return {
        "deadline": _("Deadline"),
        "outcome": _("Deadline"),
        "meeting": _("Meeting"),
        "statement": _("Statement"),
        "position": _("Position"),
        "event": _("Event"),
        "change": pgettext("an entry", "Change"),
        "trend": _("Trend"),
    }[kind]


@register.filter
def momentum_word(value: str) -> str:
    return _word(Momentum, value)


@register.filter
def stance_word(value: str) -> str:
    return _word(Stance, value)


@register.filter
def evidence_word(value: str) -> str:
    return _word(Evidence, value) if value else ""


@register.filter
def progress_word(value: int) -> str:
    return _word(Progress, value)


@register.filter
def attribute_word(value: str) -> str:
    return _word(AccountAttribute, value)


@register.filter
def kind_word(value: str) -> str:
    return _word(ProposalKind, value)


@register.filter
def lineage_word(value: str) -> str:
    return str(LineageKind(value).label)


@register.filter
def standing_word(value: str) -> str:
    return _word(ClaimStanding, value)


@register.filter
def move_word(value: str) -> str:
    return _word(ReviewedMove, value)


@register.filter
def proposed_word(value: str) -> str:
    return str(ProposedState(value).label)


@register.filter
def resting_word(noun: str) -> str:
    """A kind of row that rests on claims."""
    return str(KINDS[noun].named)


@register.filter
def alignment_word(value: str) -> str:
    return _word(Alignment, value)


@register.filter
def actor_word(value: str) -> str:
    return _word(ActorType, value)


@register.filter
def credibility_word(value: int) -> str:
    return _word(Credibility, value)


@register.filter
def reliability_word(value: str) -> str:
    return _word(Reliability, value)


@register.filter
def ownership_word(value: str) -> str:
    return _word(Ownership, value)


@register.filter
def name_word(value: str) -> str:
    return _word(NameKind, value)


@register.filter
def part_word(value: str) -> str:
    return _word(InvolvementRole, value)


@register.filter
def answer_word(value: Answer) -> str:
    """Where a condition stands, worked out from the positions on record."""
    return {
        Answer.NOBODY: _("Nobody on record"),
        Answer.CONTESTED: _("Contested"),
        Answer.UNANSWERED: _("A demand with no answer"),
        Answer.ACCEPTED: _("All accept"),
        Answer.OPEN: _("Open"),
    }[value]


@register.filter
def differences(change: Change) -> list[Difference]:
    return differences_of(change)


@register.filter
def saving_of(message: Message) -> str:
    """The number under which what a message tells can be undone, "" where it cannot."""
    return saving_told(message)


@register.filter
def noun_word(noun: str) -> str:
    """The name of a kind of row, for people."""
    return capfirst(str(apps.get_model("negotiations", noun)._meta.verbose_name))


@register.filter
def undone(kind: str) -> bool:
    return kind.endswith(".undone")
