"""Proving that the record was not quietly rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from config.seals import bears
from negotiations.models import Account, ChainHead, Change
from negotiations.models.bases import Recorded
from negotiations.models.snapshots import GENESIS, beginning, hash_of, snapshot

_ANOTHER_KEY = "sealed with a key that PARLEY_AUDIT_KEYS does not name"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found; `broken_at` is the first sequence at fault, None when all is well."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last change of the chain as it stood once: kept elsewhere, it proves later that nothing was cut."""

    sequence: int
    hash: str


def kept_head() -> Head:
    """The head as the database has it; 0 changes and zeroes before the first."""
    row = ChainHead.objects.filter(pk=1).first()
    return Head(row.sequence, row.hash) if row else Head(0, GENESIS)


def verify_chain(*kept: Head) -> Verdict:
    """Walk the whole chain: every hash, every link, no gap, and the head as it was left.

    With heads `kept` elsewhere, the chain must also still hold each of those changes, with its hash. A chain that
    fails was changed by other means than Parley's actions. By itself it cannot prove that nobody replaced both the
    whole chain and its head: that takes heads kept elsewhere (docs/audit.md).
    """
    previous, expected = GENESIS, 0
    hashes = {head.sequence: head.hash for head in kept}
    if len(hashes) < len({(head.sequence, head.hash) for head in kept}):
        return Verdict(0, GENESIS, min(hashes), "two heads that were kept contradict each other")
    for change in Change.objects.unscoped(reason="the audit walks the whole chain").order_by("sequence").iterator(500):
        expected += 1
        if change.sequence != expected:
            return Verdict(expected - 1, previous, expected, f"change {expected} is missing")
        if change.previous_hash != previous:
            return Verdict(expected - 1, previous, expected, f"change {expected} does not follow the one before it")
        if change.hash != hash_of(change):
            return Verdict(expected - 1, previous, expected, f"change {expected} was altered")
        previous = change.hash
        if hashes.get(expected, previous) != previous:
            return Verdict(expected, previous, expected, f"change {expected} is not the one that was kept")
    if (longest := max(hashes, default=0)) > expected:
        return Verdict(expected, previous, expected + 1, f"{longest} changes were kept: its end is cut")
    head = kept_head()
    if (head.sequence, head.hash) != (expected, previous):
        told = f"the head says {head.sequence} changes, the chain has {expected}"
        if head.sequence < expected:
            return Verdict(expected, previous, head.sequence + 1, f"{told}: its end was added by other means")
        return Verdict(expected, previous, expected + 1, f"{told}: its end is cut")
    return Verdict(expected, previous)


def verify_seals() -> Verdict:
    """Hold every change to the seal that Parley alone can make; `rows` are the changes that bear one.

    Whoever has the database and not the key can make hashes anew and no seal. An older state of the database, put
    back whole, bears its seals: that takes heads kept elsewhere.
    """
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        return Verdict(0, GENESIS)
    if not bears(beginning(head.sealed_from), head.seal):
        return Verdict(0, head.hash, head.sealed_from, f"the head is not sealed, or {_ANOTHER_KEY}")
    rows = Change.objects.unscoped(reason="the audit walks the whole chain").filter(sequence__gte=head.sealed_from)
    found = 0
    for sequence, hashed, sealed in rows.order_by("sequence").values_list("sequence", "hash", "seal").iterator(500):
        if not bears(hashed, sealed or ""):
            return Verdict(found, head.hash, sequence, f"change {sequence} was made by other means, or {_ANOTHER_KEY}")
        found += 1
    return Verdict(found, head.hash)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A row that does not stand as its newest Change says."""

    noun: str
    object_id: int
    reason: str


def recorded_models() -> list[type[models.Model]]:
    """Every noun of the record: what only actions may write."""
    ours = apps.get_app_config("negotiations").get_models()
    return [model for model in ours if issubclass(model, Recorded)]


def discrepancies() -> Iterator[Discrepancy]:
    """Rows that were written, altered or removed by other means than actions, noun by noun."""
    for model in recorded_models():
        noun = str(model._meta.model_name)
        worked_out = getattr(model, "derived_columns", ())
        newest: dict[int, object] = {}
        changes = Change.objects.unscoped(reason="the audit compares every row").filter(noun=noun).order_by("sequence")
        for object_id, after in changes.values_list("object_id", "after").iterator(500):
            # Changes of before a column was said to be worked out name it still.
            newest[object_id] = after and {name: each for name, each in after.items() if name not in worked_out}
        for row in model._base_manager.order_by("pk").iterator(500):
            after = newest.pop(row.pk, None)
            if after is None:
                yield Discrepancy(noun, row.pk, "it has no change on record")
            elif after != snapshot(row):
                yield Discrepancy(noun, row.pk, "it was altered outside Parley's actions")
        yield from (Discrepancy(noun, key, "it is gone") for key, after in newest.items() if after is not None)


def doubled_accounts() -> list[Account]:
    """Accounts beside which the same party holds another one: recorded before a second one was refused."""
    return list(Account.objects.unscoped(reason="the audit looks at every account").beside_another().order_by("pk"))


def unplaced_changes() -> int:
    """How many changes name no negotiation though their row belongs to one: written before changes were placed.

    Every member of the staff can read them; the chain cannot be rewritten to place them.
    """
    rows = Change.objects.unscoped(reason="the audit looks for changes without a home").filter(negotiation=None)
    pairs = rows.values_list("before", "after").iterator(500)
    return sum(1 for before, after in pairs if (after or before or {}).get("negotiation_id") is not None)
