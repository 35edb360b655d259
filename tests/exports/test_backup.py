"""A backup that is damaged is refused in words, wherever the damage lies, and nothing is restored from it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from negotiations.exports.backup import DATA, MANIFEST, BackupRefusedError, restore
from tests import factories as make

CENTRAL = b"PK\x01\x02"  # where the directory at the end of a ZIP file names one of its members


def no_such_block(content: bytearray, start: int) -> None:
    """The packed bytes begin with a kind of block that there is not (RFC 1951, 3.2.3)."""
    content[start + 30 + len(DATA)] |= 0b110


def no_such_method(content: bytearray, _start: int) -> None:
    content[content.rindex(CENTRAL) + 10] = 99


def locked(content: bytearray, _start: int) -> None:
    content[content.rindex(CENTRAL) + 8] |= 1


def cut(content: bytearray, _start: int) -> None:
    del content[len(content) // 2 :]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [no_such_block, no_such_method, locked, cut])
def test_a_damaged_backup_is_refused_in_words(tmp_path: Path, damage: Callable[[bytearray, int], None]) -> None:
    file = tmp_path / "parley.backup"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, "{}")
        packed.writestr(DATA, bytes(range(256)) * 40)
        start = packed.getinfo(DATA).header_offset
    content = bytearray(file.read_bytes())
    damage(content, start)
    file.write_bytes(content)
    with pytest.raises(BackupRefusedError, match="is no backup of Parley, or it is damaged"):
        restore(file)


@pytest.mark.django_db
def test_a_database_that_holds_a_record_takes_no_backup(tmp_path: Path) -> None:
    make.user()
    with pytest.raises(BackupRefusedError, match="holds a record already"):
        restore(tmp_path / "parley.backup")
