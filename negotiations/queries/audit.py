"""Proving that the record was not quietly rewritten."""

from __future__ import annotations

from dataclasses import dataclass

from negotiations.models import ChainHead, Change
from negotiations.models.snapshots import GENESIS, hash_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found; `broken_at` is the first sequence at fault, None when all is well."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def verify_chain() -> Verdict:
    """Walk the whole chain: every hash, every link, no gap, and the head as it was left.

    A chain that fails was changed by other means than Parley's actions. It cannot prove that nobody replaced both
    the whole chain and its head: that takes a head kept elsewhere (docs/audit.md).
    """
    previous, expected = GENESIS, 0
    for change in Change.objects.unscoped(reason="the audit walks the whole chain").order_by("sequence").iterator(500):
        expected += 1
        if change.sequence != expected:
            return Verdict(expected - 1, previous, expected, f"change {expected} is missing")
        if change.previous_hash != previous:
            return Verdict(expected - 1, previous, expected, f"change {expected} does not follow the one before it")
        if change.hash != hash_of(change):
            return Verdict(expected - 1, previous, expected, f"change {expected} was altered")
        previous = change.hash
    head = ChainHead.objects.filter(pk=1).first()
    kept = (head.sequence, head.hash) if head else (0, GENESIS)
    if kept != (expected, previous):
        return Verdict(
            expected,
            previous,
            expected + 1,
            f"the head says {kept[0]} changes, the chain has {expected}: its end is cut",
        )
    return Verdict(expected, previous)
