"""A change of the record in one line, as a mail tells it."""

from __future__ import annotations

from django.utils.translation import gettext

from negotiations.models import Change


def in_words(change: Change) -> str:
    """What was done, and the words of the row it was done to, cut to a line."""
    after = change.after or {}
    told = next((str(after[name]) for name in ("reason", "title", "text", "value", "stance") if after.get(name)), "")
    if change.kind == "proposal.status_changed":
        told = f"{after.get('status', '')}. {change.reason}".strip(" .")
    elif change.kind == "position.taken":
        told = str(after.get("stance", ""))
    phrase = _phrases().get(change.kind, gettext("Changed"))
    return f"{phrase}: {told}"[:200] if told else phrase


def _phrases() -> dict[str, str]:
    return {
        "proposal.status_changed": gettext("Status"),
        "proposal.revised": gettext("Description revised"),
        "condition.attached": gettext("New condition"),
        "condition.progressed": gettext("Condition moved on"),
        "position.taken": gettext("Position recorded"),
        "account.recorded": gettext("A party's account"),
        "account.revised": gettext("A party's account revised"),
        "account.withdrawn": gettext("A party's account withdrawn"),
        "deadline.set": gettext("New deadline"),
        "deadline.moved": gettext("Deadline moved"),
        "deadline.extended": gettext("Deadline extended"),
        "deadline.met": gettext("Deadline met"),
        "deadline.lapsed": gettext("Deadline lapsed"),
        "deadline.cancelled": gettext("Deadline cancelled"),
        "event.recorded": gettext("Event"),
    }
