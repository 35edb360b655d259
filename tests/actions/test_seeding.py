"""Loading file sets into the record: through actions, once, and all or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from negotiations.actions.seeding import Loaded, load_file_sets
from negotiations.ingest.seeds import FilesRefusedError
from negotiations.models import (
    Change,
    Claim,
    Negotiation,
    Party,
    Proposal,
    SeedKey,
    Source,
)
from tests.actions.seed_files import every, load, sets
from tests.factories import NOW

TALKS = dedent("""\
    negotiation: {name: Talks, time_zone: Europe/Kyiv}
    sources:
      paper: {name: Paper}
    articles:
      story: {source: paper, title: Story, published: 2025-04-14}
    claims:
      said: {article: story, assertion: It was said., evidence: report}
    proposals:
      truce:
        {title: Truce, kind: ceasefire, status: reported, status_reason: Heard of., claim: said}
    """)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small file set of one file."""
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "all.yaml").write_text(TALKS)
    return talks


def add(folder: Path, text: str) -> None:
    with (folder / "all.yaml").open("a") as file:
        file.write(text)


def refusals(folder: Path) -> list[str]:
    with pytest.raises(FilesRefusedError) as refused:
        load(sets(folder))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.django_db
def test_what_is_added_to_a_file_is_added_to_the_record(folder: Path) -> None:
    load(sets(folder))
    add(folder, "parties:\n  here: {name: Here, actor_type: state}\n")
    assert load(sets(folder)) == Loaded(new=1, known=5)


@pytest.mark.django_db
def test_what_was_loaded_is_never_rewritten(folder: Path) -> None:
    load(sets(folder))
    (folder / "all.yaml").write_text(TALKS.replace("It was said.", "It was not said."))
    assert refusals(folder) == [
        "talks/all.yaml:7: “claims/said” was loaded before and said something else. What is on record stays as it is: "
        "revise it in Parley, or write the new content under a new key."
    ]
    assert every(Claim).get().assertion == "It was said."


@pytest.mark.django_db
def test_everything_that_actions_refuse_is_told_and_nothing_is_recorded(folder: Path) -> None:
    add(
        folder,
        dedent("""\
            deadlines:
              sometime: {proposal: truce, kind: expiry, title: End, expression: soon, claim: said}
              later: {extends: sometime, expression: until 2 May 2025, claim: said}
            events:
              strike:
                {title: Strike, category: ASSAULT, occurred: 2025, claim: said, killed: 1, killed_children: 2}
            """),
    )
    problems = refusals(folder)
    assert [problem.split(": ")[0] for problem in problems] == ["talks/all.yaml:12", "talks/all.yaml:15"]
    assert (every(Negotiation).count(), every(Change).count(), SeedKey.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_an_actor_that_is_on_record_already_is_told(folder: Path) -> None:
    add(folder, "parties:\n  one: {name: One, actor_type: state, iso_alpha3: UKR}\n")
    load(sets(folder))
    other = folder.with_name("others")
    other.mkdir()
    (other / "all.yaml").write_text(
        "negotiation: {name: Others, time_zone: UTC}\n"
        "parties:\n  two: {name: Two, actor_type: state, iso_alpha3: UKR}\n"
    )
    problems = refusals(other)
    assert len(problems) == 1
    assert problems[0].startswith("others/all.yaml:3: ")
    assert list(every(Party).values_list("name", flat=True)) == ["One"]


@pytest.mark.django_db
def test_the_names_of_a_restricted_negotiation_are_its_own(folder: Path) -> None:
    text = TALKS.replace("Europe/Kyiv}", "Europe/Kyiv, restricted: true}")
    (folder / "all.yaml").write_text(text + "parties:\n  here: {name: Here, actor_type: state}\n")
    load(sets(folder))
    secret = every(Negotiation).get()
    assert secret.restricted
    assert (every(Party).get().negotiation, every(Source).get().negotiation) == (secret, secret)


@pytest.mark.django_db
def test_a_check_records_nothing(folder: Path) -> None:
    assert load(sets(folder), dry_run=True) == Loaded(new=5, known=0)
    assert (every(Negotiation).count(), every(Change).count(), SeedKey.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_nested_list_may_grow(folder: Path) -> None:
    (folder / "all.yaml").write_text(
        TALKS.replace(
            "claim: said}", "claim: said, history: [\n{status: tabled, reason: R, claim: said, stated: 2025-04-15}]}", 1
        )
    )
    load(sets(folder))
    grown = (
        (folder / "all.yaml")
        .read_text()
        .replace("]}", ",\n{status: agreed, reason: R, claim: said, stated: 2025-04-16}]}")
    )
    (folder / "all.yaml").write_text(grown)
    assert load(sets(folder)) == Loaded(new=1, known=6)
    assert every(Proposal).get().status == "agreed"


@pytest.mark.django_db
def test_a_file_loaded_later_is_recorded_later(folder: Path) -> None:
    load(sets(folder))
    add(folder, "parties:\n  here: {name: Here, actor_type: state}\n")
    load_file_sets(file_sets=sets(folder), actor=None, now=NOW + timedelta(days=1))
    assert every(Party).get().recorded_at == NOW + timedelta(days=1)
