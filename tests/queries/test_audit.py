"""Tampering with the chain is found out, and the first break is named."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from config import clock
from config.seals import seal
from negotiations.actions.feeds import make_feed
from negotiations.exports.audit_head import keep_head
from negotiations.models import ChainHead, Change
from negotiations.models.snapshots import GENESIS, hash_of
from negotiations.queries.audit import (
    Discrepancy,
    Head,
    Verdict,
    discrepancies,
    kept_head,
    unplaced_changes,
    verify_chain,
    verify_seals,
)
from negotiations.tasks import keep_audit_head
from tests import factories as make

pytestmark = pytest.mark.django_db
GUARDS = ("0002_changes_are_append_only", "0019_sealed_changes")


@contextmanager
def triggers_off() -> Iterator[None]:
    """What somebody with the database password could do."""
    guards = [import_module(f"negotiations.migrations.{name}") for name in GUARDS]
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _cursor_editor() as editor:
        for guard in reversed(guards):
            guard.allow(None, editor)
        yield
        for guard in guards:
            guard.forbid(None, editor)


@contextmanager
def _cursor_editor() -> Iterator[object]:
    class Editor:
        connection = connection

        def execute(self, statement: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)

    yield Editor()


TAMPERINGS = {
    "edited": ("UPDATE negotiations_change SET reason = 'rewritten' WHERE sequence = 2", 2, "altered"),
    "deleted": ("DELETE FROM negotiations_change WHERE sequence = 2", 2, "missing"),
    "cut": ("DELETE FROM negotiations_change WHERE sequence >= 3", 3, "cut"),
    "emptied": ("DELETE FROM negotiations_change", 1, "cut"),
    "swapped": (
        "UPDATE negotiations_change SET sequence = CASE sequence WHEN 1 THEN 1000002 ELSE 1000001 END"
        " WHERE sequence IN (1, 2)",
        1,
        "missing",
    ),
    "relinked": ("UPDATE negotiations_change SET previous_hash = hash WHERE sequence = 3", 3, "follow"),
}


@pytest.mark.parametrize(("statement", "broken_at", "why"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_is_found(statement: str, broken_at: int, why: str) -> None:
    make.proposal()
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement)
    verdict = verify_chain()
    assert verdict.broken_at == broken_at
    assert why in verdict.reason
    with pytest.raises(CommandError, match=f"breaks at change {broken_at}"):
        call_command("audit", "verify")


class Intruder:
    """Somebody with the database's password who knows how a hash is made, and moves the head along."""

    def __init__(self) -> None:
        self.changes = list(Change._base_manager.order_by("sequence"))

    def written(self, *, with_the_key: bool) -> None:
        """Put this chain in the place of the old one, each change following the one before it."""
        previous = GENESIS
        for sequence, change in enumerate(self.changes, 1):
            change.sequence, change.previous_hash = sequence, previous
            change.hash = previous = hash_of(change)
            change.seal = seal(change.hash) if with_the_key else change.seal
        Change._base_manager.all().delete()
        Change._base_manager.bulk_create(self.changes)
        ChainHead.objects.update(sequence=len(self.changes), hash=previous)
        connection.check_constraints()  # before the triggers come back: PostgreSQL makes none over what is still open

    def edit(self) -> None:
        self.changes[2].reason = "rewritten"

    def delete(self) -> None:
        del self.changes[2]

    def insert(self) -> None:
        self.changes.insert(2, copy(self.changes[1]))

    def swap(self) -> None:
        self.changes[2], self.changes[3] = self.changes[3], self.changes[2]

    def truncate(self) -> None:
        del self.changes[-2:]


@pytest.mark.parametrize("move", ["edit", "delete", "insert", "swap", "truncate"])
def test_a_forger_who_makes_every_hash_anew_is_found_by_a_head_kept_before(move: str, tmp_path: Path) -> None:
    """Only the newest line of the file would not do: a head exported after the forgery fits the forged chain."""
    make.proposal()
    kept = tmp_path / "heads.jsonl"
    keep_head(kept, now=make.NOW)
    intruder = Intruder()
    getattr(intruder, move)()
    with triggers_off():
        intruder.written(with_the_key=True)
    assert (verify_chain().broken_at, verify_seals().broken_at) == (None, None)
    keep_head(kept, now=make.NOW)
    with pytest.raises(CommandError, match="breaks at change"):
        call_command("audit", "verify", "--head", str(kept))


@pytest.mark.parametrize("move", ["edit", "delete", "insert", "swap"])
def test_a_forger_without_the_key_is_found_by_the_seals(move: str) -> None:
    make.proposal()
    intruder = Intruder()
    getattr(intruder, move)()
    with triggers_off():
        intruder.written(with_the_key=False)
    assert verify_chain().broken_at is None
    assert verify_seals().broken_at == 3
    with pytest.raises(CommandError, match="breaks at change 3: change 3 was made by other means"):
        call_command("audit", "verify")


def test_the_seals_cannot_be_taken_off_nor_begun_later() -> None:
    make.proposal()
    last = verify_seals().rows
    assert last == verify_chain().rows
    ChainHead.objects.update(sealed_from=last + 1)
    assert "the head is not sealed" in verify_seals().reason
    ChainHead.objects.update(sealed_from=last + 1, seal=hashlib.sha256(b"sealed").hexdigest())
    assert verify_seals().broken_at == last + 1


def test_a_key_can_be_changed_while_the_former_one_is_named(settings: Any) -> None:
    make.proposal()
    sealed, former = verify_seals(), settings.AUDIT_KEYS
    settings.AUDIT_KEYS = ["another key", *former]
    make.negotiation()
    assert (verify_seals().broken_at, verify_seals().rows) == (None, sealed.rows + 1)
    settings.AUDIT_KEYS = former
    assert verify_seals().broken_at == sealed.rows + 1


@pytest.mark.parametrize("moves_the_head", [False, True])
def test_a_forged_end_with_a_valid_hash_is_found(moves_the_head: bool) -> None:
    """By the head that was left behind; where that is forged too, by its seal and the row, which stands otherwise."""
    proposal = make.proposal()
    newest = Change.objects.unscoped(reason="test").filter(noun="proposal").latest("sequence")
    forged, head = copy(newest), ChainHead.objects.get()
    forged.sequence, forged.previous_hash = head.sequence + 1, head.hash
    forged.before, forged.after = newest.after, {**(newest.after or {}), "title": "Another truce"}
    forged.hash = hash_of(forged)
    forged.save(force_insert=True)
    if not moves_the_head:
        assert "was added by other means" in verify_chain().reason
        assert verify_chain().broken_at == forged.sequence
        return
    ChainHead.objects.update(sequence=forged.sequence, hash=forged.hash)
    assert (verify_chain().broken_at, verify_seals().broken_at) == (None, forged.sequence)
    assert list(discrepancies()) == [
        Discrepancy("proposal", proposal.pk, "it was altered outside Parley's actions"),
    ]


def test_that_a_calendar_address_was_used_is_no_tampering(client: Client) -> None:
    feed, secret = make_feed(proposal=make.proposal(), actor=make.user(), now=clock.now())
    assert client.get(f"/feeds/{secret}.ics").status_code == 200
    feed.refresh_from_db()
    assert (feed.last_used_at is None, list(discrepancies())) == (False, [])


def test_what_was_recorded_since_the_newest_kept_head_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.proposal()
    kept = tmp_path / "heads.jsonl"
    keep_head(kept, now=make.NOW)
    before = kept_head().sequence
    make.negotiation()
    call_command("audit", "verify", "--head", str(kept))
    assert f"1 kept heads hold; 1 changes since change {before}." in capsys.readouterr().out
    assert "contradict" in verify_chain(Head(2, "0" * 64), Head(2, "1" * 64)).reason


def test_a_head_kept_elsewhere_proves_that_nothing_was_cut(tmp_path: Path) -> None:
    """The chain and its head are cut together, as somebody with the database password could."""
    make.proposal()
    kept = tmp_path / "heads.jsonl"
    for _day in range(2):
        keep_head(kept, now=make.NOW)
    assert verify_chain(kept_head()).broken_at is None
    call_command("audit", "verify", "--head", str(kept))
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM negotiations_change WHERE sequence > 3")
        cursor.execute(
            "UPDATE negotiations_chainhead SET sequence = 3,"
            " hash = (SELECT hash FROM negotiations_change WHERE sequence = 3)"
        )
    assert verify_chain().broken_at is None
    with pytest.raises(CommandError, match="breaks at change 4"):
        call_command("audit", "verify", "--head", str(kept))
    other = Head(3, "0" * 64)
    assert verify_chain(other).reason == "change 3 is not the one that was kept"
    kept.write_text("nothing")
    with pytest.raises(CommandError, match="holds no head"):
        call_command("audit", "verify", "--head", str(kept))


def test_the_head_is_printed_and_kept_once_a_day(
    capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    make.proposal()
    call_command("audit", "head")
    head = kept_head()
    assert json.loads(capsys.readouterr().out) | {"at": ""} == {"sequence": head.sequence, "hash": head.hash, "at": ""}
    settings.AUDIT_HEADS = tmp_path / "heads" / "kept.jsonl"
    keep_audit_head()
    assert json.loads(settings.AUDIT_HEADS.read_text())["hash"] == head.hash


def test_a_change_from_before_changes_were_placed_is_counted() -> None:
    proposal = make.proposal()
    assert unplaced_changes() == 0
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE negotiations_change SET negotiation_id = NULL WHERE noun = 'proposal' AND object_id = %s",
            [proposal.pk],
        )
    assert unplaced_changes() == 1


def test_an_inserted_row_is_found() -> None:
    make.proposal()
    rows = verify_chain().rows
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO negotiations_change (sequence, kind, noun, object_id, reference, reason, recorded_at,"
            " request_id, previous_hash, hash, before, after) SELECT sequence + 1, kind, noun, object_id, reference,"
            " reason, recorded_at, request_id, hash, 'forged', before, after FROM negotiations_change"
            " WHERE sequence = %s",
            [rows],
        )
    assert verify_chain().broken_at == rows + 1


def test_an_untouched_chain_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_chain() == Verdict(0, "0" * 64)
    make.proposal()
    verdict = verify_chain()
    assert (verdict.broken_at, verdict.rows > 3) == (None, True)
    call_command("audit", "verify")
    assert f"{verdict.rows} changes" in capsys.readouterr().out
