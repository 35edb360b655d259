"""`manage.py seeds`: what it prints and how it ends."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from negotiations.models import ChainHead

TALKS = "negotiation: {name: Talks, time_zone: Europe/Kyiv}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file set of one entry."""
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "all.yaml").write_text(TALKS)
    return talks


def seeds(job: str, folder: Path) -> str:
    out = StringIO()
    call_command("seeds", job, str(folder), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_check_and_two_loads(folder: Path) -> None:
    assert seeds("check", folder) == "1 entries would be recorded, 0 already on record.\n"
    assert not ChainHead.objects.exists()
    assert seeds("load", folder) == "1 entries recorded, 0 already on record.\n"
    assert seeds("load", folder) == "0 entries recorded, 1 already on record.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("job", ["check", "load"])
def test_a_wrong_file_ends_with_1_and_names_the_line(job: str, folder: Path) -> None:
    (folder / "all.yaml").write_text(TALKS + "rumours: {}\n")
    with pytest.raises(CommandError) as refused:
        seeds(job, folder)
    assert refused.value.returncode == 1
    first, last = str(refused.value).splitlines()
    assert first.startswith("talks/all.yaml:2: The key “rumours” is not known here; known: accounts, ")
    assert last == "Nothing was loaded: 1 to mend."
