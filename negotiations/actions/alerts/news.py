"""Telling watchers what changed: read from the chain of changes, so that no action has to think of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from negotiations.actions.alerts.arming import beliefs_of, standing_of
from negotiations.actions.alerts.recalling import CURSOR, called_back, not_taken_back
from negotiations.actions.alerts.recipients import Watched, Watcher, involve, watchers_of
from negotiations.enums import AccountAttribute, AlertKind
from negotiations.models import Account, Alert, AlertPolicy, Change, ChangeCursor, Condition, Deadline, Position
from negotiations.models.memberships import known_pairs
from negotiations.models.policy_book import PolicyBook, hours_of
from negotiations.rules.alert_times import after_quiet, next_sending
from negotiations.rules.divergence import Told, divergences

WHY = "watchers are found among everybody; each one's scope is judged before anything is written"
BATCH = 200


@dataclass(frozen=True, slots=True)
class News:
    """One change worth telling: of which kind, about what."""

    kind: AlertKind
    change: Change
    matter: Watched
    deadline: int | None = None


def raise_news(*, now: datetime) -> int:
    """Raise alerts for the changes recorded since the last time. Returns how many changes were read.

    The cursor moves in the transaction that writes the alerts, so each change is told once. The chain is written
    one change after the other, so none can appear behind the cursor.
    """
    with transaction.atomic():
        ChangeCursor.objects.get_or_create(name=CURSOR, defaults={"sequence": 0})
        cursor = ChangeCursor.objects.select_for_update().get(name=CURSOR)
        changes = list(
            Change.objects.unscoped(reason=WHY).filter(sequence__gt=cursor.sequence).order_by("sequence")[:BATCH]
        )
        if not changes:
            return 0
        Alert.objects.unscoped(reason=WHY).bulk_create(
            _alerts([news for change in not_taken_back(changes) for news in _news(change)], now), ignore_conflicts=True
        )
        ChangeCursor.objects.filter(pk=CURSOR).update(sequence=changes[-1].sequence)
    return len(changes)


def _news(change: Change) -> Iterator[News]:
    before, after = change.before or {}, change.after or {}
    home = change.negotiation_id
    if home is None:
        return
    if change.kind == "proposal.status_changed" and before.get("status") != after.get("status"):
        yield News(AlertKind.STATUS_CHANGED, change, Watched(home, change.object_id))
    elif change.kind == "position.taken" and _moved(change):
        matter = Watched(home, _proposal_of(after), {after["party_id"]}, {after["person_id"]} - {None})
        yield News(AlertKind.POSITION_MOVED, change, matter)
    elif change.noun == "account" and after and (kind := _divergence_news(change)):
        yield News(kind, change, Watched(home, after["proposal_id"], {after["party_id"]}))
    elif change.noun == "deadline" and _is_move(change.kind, before, after):
        matter = Watched(home, _proposal_of(after), {after["said_by_id"]} - {None})
        yield News(AlertKind.DEADLINE_MOVED, change, matter, change.object_id)


def _is_move(kind: str, before: dict[str, object], after: dict[str, object]) -> bool:
    if kind == "deadline.moved":
        return bool(before.get("due_at")) and before.get("due_at") != after.get("due_at")
    return kind in ("deadline.extended", "deadline.cancelled")


def _moved(change: Change) -> bool:
    """Whether the voice took another stance before; a first position moves nothing."""
    after = change.after or {}
    voice = {name: after[name] for name in ("party_id", "person_id", "proposal_id", "condition_id", "dissent")}
    earlier = Position.objects.unscoped(reason=WHY).filter(**voice, pk__lt=change.object_id)
    last = earlier.order_by("stated_at", "pk").last()
    return last is not None and last.stance != after["stance"]


def _divergence_news(change: Change) -> AlertKind | None:
    """Whether this account made a divergence on its attribute begin, change or end; the same words again do not."""
    after = change.after or {}
    rows = Account.objects.unscoped(reason=WHY).filter(
        proposal=after["proposal_id"], attribute=after["attribute"], pk__lte=change.object_id
    )
    present = list(rows.order_by("pk"))
    was, now = (_differing(accounts) for accounts in (present[:-1], present))
    if was == now:
        return None
    if not was:
        return AlertKind.DIVERGENCE_APPEARED
    return AlertKind.DIVERGENCE_CHANGED if now else AlertKind.DIVERGENCE_ENDED


def _differing(given: list[Account]) -> set[tuple[int, str]]:
    """Who says what where the live ones of these accounts differ; nothing where they agree."""
    newest = {row.first_id or row.pk: row for row in sorted(given, key=lambda row: row.pk)}
    live = [row for row in newest.values() if not row.withdrawn]
    found = divergences(
        Told(row.party_id, AccountAttribute(row.attribute), row.value, row.value_on, row.stated_at, row.claim_id)
        for row in live
    )
    return {(told.party_id, told.said) for each in found for told in each.accounts}


def _proposal_of(after: dict[str, int | None]) -> int | None:
    if after.get("proposal_id") or not after.get("condition_id"):
        return after.get("proposal_id")
    conditions = Condition.objects.unscoped(reason=WHY).filter(pk=after["condition_id"] or 0)
    return conditions.values_list("proposal_id", flat=True).first()


def _alerts(news: list[News], now: datetime) -> list[Alert]:
    matters = [item.matter for item in news]
    involve(matters)
    negotiations = {matter.negotiation for matter in matters}
    may_know, book = known_pairs(negotiations), PolicyBook(negotiations)
    deadlines = Deadline.objects.unscoped(reason=WHY).in_bulk({item.deadline for item in news if item.deadline})
    standings = {key: standing_of(deadline) for key, deadline in deadlines.items()}
    beliefs = {key: beliefs_of(deadline) for key, deadline in deadlines.items()}
    alerts = []
    for item, watchers in zip(news, watchers_of(matters), strict=True):
        known = beliefs.get(item.deadline or 0, {})
        unaware = _unaware(item)
        for watcher in watchers:
            if watcher.user.pk in unaware:
                continue
            if item.deadline and known.get(watcher.user.pk) == standings[item.deadline]:
                continue
            policy = book.of(watcher.user.pk, item.matter.negotiation)
            if may_know(watcher.user, item.matter.negotiation) and _wants(item, watcher, policy):
                alerts.append(_alert(item, watcher, policy, now))
    return alerts


def _unaware(item: News) -> set[int]:
    """Who never heard of the difference that ends."""
    ended = item.kind == AlertKind.DIVERGENCE_ENDED
    return called_back((item.change.after or {}).get("replaces_id")) if ended else set()


def _wants(item: News, watcher: Watcher, policy: AlertPolicy) -> bool:
    """Those who watched when it was recorded, did not do it themselves, and have not muted the kind."""
    change = item.change
    watched_then = watcher.since <= change.recorded_at
    return watched_then and change.actor_id != watcher.user.pk and item.kind not in policy.muted_kinds


def _alert(item: News, watcher: Watcher, policy: AlertPolicy, now: datetime) -> Alert:
    hours = hours_of(policy, watcher.user)
    send_at = next_sending(now, hours) if policy.digest else after_quiet(now, hours)
    about = _moved_deadline(item) if item.deadline else (f"change:{item.change.pk}", "news", item.change.recorded_at)
    subject, rule, occurrence = about
    return Alert(
        negotiation_id=item.matter.negotiation,
        kind=item.kind,
        subject_key=subject,
        deadline_id=item.deadline,
        proposal_id=item.matter.proposal,
        change=item.change,
        rule=rule,
        occurrence=occurrence,
        recipient=watcher.user,
        raised_at=now,
        send_at=send_at,
        next_try_at=send_at,
        gathered=policy.digest,
    )


def _moved_deadline(item: News) -> tuple[str, str, datetime]:
    """The key of the notice that the move itself gives those already told, so that nobody has it twice."""
    after = item.change.after or {}
    standing = "moved" if item.change.kind == "deadline.moved" else str(after["status"])
    due_at = after["due_at"]
    occurrence = datetime.fromisoformat(due_at) if due_at else item.change.recorded_at
    return f"deadline:{item.deadline}", f"{standing} v{after['version']}", occurrence
