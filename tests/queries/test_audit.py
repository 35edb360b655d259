"""Tampering with the chain is found out, and the first break is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from negotiations.queries.audit import Verdict, verify_chain
from tests import factories as make

pytestmark = pytest.mark.django_db


@contextmanager
def triggers_off() -> Iterator[None]:
    """What somebody with the database password could do."""
    guard = import_module("negotiations.migrations.0002_changes_are_append_only")
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _cursor_editor() as editor:
        guard.allow(None, editor)
        yield
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
