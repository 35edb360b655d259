"""Taking back what one saving wrote, for ten minutes and by whoever saved it.

Nothing is erased: columns get their old values back and new rows are retracted, each by a Change row of its own, and
the chain goes on. Documents and outlets stay: that they exist is no fact of the talks. A row on which something else
has come to rest since is not taken from under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q

from negotiations.actions.alerts.arming import arm_deadline
from negotiations.actions.alerts.recalling import recall, tell_of_undoing
from negotiations.actions.names import refresh_search
from negotiations.actions.permission import require_role
from negotiations.actions.proposal_standing import refresh_standing
from negotiations.actions.recording import action, add, amend_columns
from negotiations.actions.together import at_once
from negotiations.enums import ClaimStanding, DeadlineStatus, ProposedState
from negotiations.errors import ActionRefusedError, InvalidValueError
from negotiations.models import (
    Account,
    Change,
    Claim,
    ClaimMark,
    Condition,
    Deadline,
    Party,
    Person,
    Proposal,
    ProposedChange,
    Subscription,
    User,
)
from negotiations.models.bases import Recorded, Retractable

UNDO_WITHIN = timedelta(minutes=10)
WHY = "the rows of one saving, for whoever saved it"
# What an undo restores; its new rows are retracted where they are facts, ended where somebody watches, declined
# where they wait for a second person.
_RESTORED = frozenset({"claim", "proposal", "condition", "deadline", "event", "subscription", "proposedchange"})
# Documents stay; the parts of an event go with it.
# A judgement stays in the history too: that it was undone is a judgement of its own.
_LEFT = frozenset({"source", "article", "eventpart", "eventproposal", "claimmark"})
# What is undone where it was changed; where it was recorded, it is not.
_CHANGED = frozenset(
    {"party", "person", "partyname", "personname", "partymembership", "role", "involvement", "eventpart"}
)
# The changes by which two records became one. Whose right that was may undo it, wherever the rows are.
_MERGING = (".merged", ".moved")
# What waits for a second person where a negotiation asks for two.
_FOR_TWO = frozenset({"statuschange", "deadline", "deadlinereading", "deadlineoutcome"})
_RESTING = (
    "claimmark",
    "trendassessment",
    "involvement",
    "lineage",
    "conditiondependency",
    "ceasefire",
    "proposedchange",
)


@action
def undo(*, saving: str, actor: User, now: datetime, reason: str = "Undone") -> list[Change]:
    """Reverse everything the request `saving` wrote for `actor`; what was reversed, newest first.

    Refused, in a sentence, after ten minutes, a second time, over a later change, or where something rests on it.
    """
    changes = saved_in(saving, actor)
    if not changes or changes[0].kind.endswith(".undone"):
        raise _refused("Nothing is on record that you saved and could still undo.")
    if now - changes[0].recorded_at > UNDO_WITHIN:
        raise _refused("This was saved more than ten minutes ago; record what is right as a change of its own.")
    rows = _rows(changes)
    _require_newest(changes)
    for change in changes:
        if not change.kind.endswith(_MERGING):
            require_role(actor, change.negotiation)
            _require_one_person(change)
    for change in changes:
        if change.before is None:
            _require_unused(rows[change.noun, change.object_id], rows.values())
    with at_once(len(changes)):
        for change in changes:
            _reverse(change, rows[change.noun, change.object_id], actor=actor, now=now, reason=reason)
        _require_one_voice(rows.values())
        _bring_up_to_date(list(rows.values()), now)
    _find_apart(changes)
    recall(changes=changes, reason="This was undone.")
    tell_of_undoing(changes=changes, now=now)
    return changes


def saved_in(saving: str, actor: User) -> list[Change]:
    """The changes of one saving, newest first; none for a saving that has no number."""
    rows = Change.objects.unscoped(reason=WHY).filter(request_id=saving, actor=actor).exclude(request_id="")
    return list(rows.select_related("negotiation").order_by("-sequence"))


def _rows(changes: Iterable[Change]) -> dict[tuple[str, int], Model]:
    """The rows that these changes wrote, each once, in their order; a statement for each noun."""
    keys: dict[str, list[int]] = {}
    for change in changes:
        _require_undoable(change)
        keys.setdefault(change.noun, []).append(change.object_id)
    found = {
        (noun, row.pk): row
        for noun, of_it in keys.items()
        for row in apps.get_model("negotiations", noun)._base_manager.filter(pk__in=of_it)
    }
    return {key: found[key] for key in ((change.noun, change.object_id) for change in changes)}


def _require_undoable(change: Change) -> None:
    model = apps.get_model("negotiations", change.noun)
    undoable = issubclass(model, Retractable) or change.noun in _RESTORED | _LEFT
    undoable = undoable or (change.noun in _CHANGED and change.before is not None)
    if not undoable or change.after is None:
        raise _refused("This kind of change is not undone here; change it back by hand.")


def _require_one_person(change: Change) -> None:
    """Refuse to undo alone what two people decide: a decision, and a status or a deadline where two are asked for."""
    decided = change.noun == "proposedchange" and change.before is not None
    two = change.negotiation is not None and change.negotiation.two_person_review
    if decided or (two and (change.noun in _FOR_TWO or _moves_status(change))):
        raise _refused(
            "Two people decide on a status or a deadline here, so one does not undo it; propose what is right as a "
            "change of its own."
        )


def _moves_status(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return change.noun == "proposal" and before.get("status") != after.get("status")


def _require_newest(changes: Sequence[Change]) -> None:
    """Refuse where a row was changed again, by anybody; a statement for each noun."""
    newest = {(change.noun, change.object_id): change.sequence for change in reversed(changes)}
    later: dict[tuple[str, int], Change] = {}
    for name in {noun for noun, _ in newest}:
        keys = [key for noun, key in newest if noun == name]
        of_them = Change.objects.unscoped(reason=WHY).filter(noun=name, object_id__in=keys)
        since = of_them.filter(sequence__gt=min(newest[name, key] for key in keys)).select_related("actor")
        for change in since.order_by("sequence"):
            if change.sequence > newest[name, change.object_id]:
                later[name, change.object_id] = change
    for noun, key in newest:
        if (last := later.get((noun, key))) is None:
            continue
        if last.kind.endswith(".undone"):
            raise _refused("This has been undone already.")
        who = last.actor or "Parley"
        raise _refused(f"{who} has changed the {noun} since; record what is right as a change of its own.")


def _require_unused(row: Model, saved: Any) -> None:
    """Refuse to take a row from under facts recorded since."""
    if not isinstance(row, Retractable):
        return
    own = {(type(each), each.pk) for each in saved}
    for relation in row._meta.related_objects:
        other = relation.related_model
        if not isinstance(relation.field, ForeignKey) or isinstance(other, str) or not _rests(other):
            continue
        live = Q(retracted_at=None) if issubclass(other, Retractable) else Q()
        for key in other._base_manager.filter(live, **{relation.field.name: row}).values_list("pk", flat=True):
            if (other, key) not in own:
                named = f"{row._meta.verbose_name} rests a {other._meta.verbose_name} recorded since"
                raise _refused(f"On this {named}; undo that first, or record what is right as a change of its own.")


def _require_one_voice(rows: Iterable[Model]) -> None:
    """Refuse to let an account hold again beside one that the same party has given since."""
    given = [row for row in rows if isinstance(row, Account)]
    beside = Account.objects.unscoped(reason=WHY).filter(proposal__in={row.proposal_id for row in given})
    doubled = set(beside.beside_another().values_list("proposal_id", "party_id", "attribute")) if given else set()
    if doubled & {(row.proposal_id, row.party_id, row.attribute) for row in given}:
        raise _refused("The same party has given another account of this since; take that one back first.")


def _rests(model: type[Model]) -> bool:
    fact = issubclass(model, Retractable) or model._meta.model_name in _RESTING
    return issubclass(model, Recorded) and fact


def _reverse(change: Change, row: Model, *, actor: User, now: datetime, reason: str) -> None:
    values: dict[str, Any] = {}
    if change.before is not None:
        values = _restored(row, change.before, change.after or {})
        if isinstance(row, Claim) and "standing" in values:
            _judge_as_before(row, ClaimStanding(values["standing"]), actor=actor, now=now, reason=reason)
    elif isinstance(row, Subscription):
        values = {"ended_at": now}
    elif isinstance(row, ProposedChange):
        declined = ProposedState.DECLINED.value
        values = {"state": declined, "decided_by": actor, "decided_at": now, "decision_reason": reason}
    elif isinstance(row, Retractable):
        values = {"retracted_at": now} | _released(row)
    if values:
        amend_columns(row, values, kind=f"{change.noun}.undone", actor=actor, now=now, reason=reason)


def _judge_as_before(claim: Claim, standing: ClaimStanding, *, actor: User, now: datetime, reason: str) -> None:
    """Say of a claim again what was said before; a correction names again the claim that took its place."""
    earlier = ClaimMark.objects.unscoped(reason=WHY).filter(claim=claim, standing=standing).order_by("-pk").first()
    mark = ClaimMark(
        negotiation=claim.negotiation,
        claim=claim,
        standing=standing,
        reason=reason,
        corrected_by=earlier.corrected_by if earlier else None,
    )
    add(mark, actor=actor, now=now, claim=claim, reason=reason)


def _released(row: Model) -> dict[str, Any]:
    """A retracted account gives its place in the line free; a retracted deadline calls nobody any more."""
    if isinstance(row, Account):
        return {"replaces_id": None, "withdrawn": False}
    return {"status": DeadlineStatus.CANCELLED.value} if isinstance(row, Deadline) else {}


def _restored(row: Model, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The columns the change wrote, as they were."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name) and name != "version"]
    return {name: fields[name].to_python(before.get(name)) for name in changed}


def _bring_up_to_date(rows: list[Model], now: datetime) -> None:
    """What is worked out from the rows: the standing of their proposals, the alerts of their deadlines."""
    keys = {key for row in rows for key in _proposals(row)}
    for proposal in Proposal._base_manager.filter(pk__in=keys).order_by("pk"):
        refresh_standing(proposal, now=now)
    for row in rows:
        if isinstance(row, Party | Person):
            refresh_search(row)
        if isinstance(row, Deadline):
            arm_deadline(deadline=Deadline._base_manager.get(pk=row.pk), now=now)


def _find_apart(changes: Sequence[Change]) -> None:
    """What was found by the names of a record that had been merged into it, is so no more."""
    for change in changes:
        if change.kind.endswith(".merged") and change.after:
            model = Party if change.noun == "party" else Person
            refresh_search(model._base_manager.get(pk=change.after["merged_into_id"]))


def _proposals(row: Model) -> Iterator[int]:
    """The ids of the proposals that a row belongs to, itself or through its condition."""
    if isinstance(row, Proposal):
        yield row.pk
    elif key := getattr(row, "proposal_id", None):
        yield key
    elif isinstance(condition := getattr(row, "condition", None), Condition):
        yield condition.proposal_id


def _refused(reason: str) -> ActionRefusedError:
    return InvalidValueError(reason, field="saving")
