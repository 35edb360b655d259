"""Seed files that are wrong: each refused with its file, its line and a reason, and all of them at once."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from negotiations.ingest.seeds import FilesRefusedError, read_file_sets
from negotiations.ingest.seeds.documents import DEEPEST, LARGEST_FILE, MOST_VALUES

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SCHEMA: dict[str, Any] = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))

HOME = "negotiation: {name: Talks, time_zone: Europe/Kyiv}\n"
WELL = HOME + dedent("""\
    sources:
      paper: {name: Paper}
    articles:
      story: {source: paper, title: Story, published: 2025-04-14}
    claims:
      said: {article: story, assertion: It was said., evidence: report}
    """)


def read(folder: Path, **files: str) -> list[str]:
    """Write the files, read the folder, and give the problems as "file:line: reason"; none if it was read."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    try:
        read_file_sets([folder], SCHEMA)
    except FilesRefusedError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "talks", all=WELL) == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (WELL + "rumours: {}\n", 8, "The key “rumours” is not known here"),
        (WELL + "claims: {}\n", 8, "The key “claims” stands here twice"),
        (WELL.replace("evidence: report", "evidence: rumour"), 7, "evidence: “rumour” is not on the list"),
        (WELL.replace("evidence: report", "evidence: report, mood: bad"), 7, "The key “mood” is not known here"),
        (WELL.replace(", evidence: report", ""), 7, "said: evidence is missing; add it"),
        (WELL.replace("It was said.", "''"), 7, "assertion: this is empty"),
        (WELL.replace("It was said.", "x" * 2001), 7, "assertion: 2001 are more than 2000"),
        (WELL.replace("  said:", "  Said It:"), 7, "key: “Said It” is not written as expected"),
        (WELL.replace("article: story", "article: tale"), 7, "article: there is no “articles/tale”"),
        (WELL.replace("source: paper", "source: said"), 5, "source: there is no “sources/said”"),
        (WELL.replace("2025-04-14", "2025-02-30"), 5, "published: “2025-02-30” is not in the calendar"),
        (WELL.replace("2025-04-14", "1776-07-04"), 5, "published: “1776-07-04” lies outside 1900–2200"),
        (WELL.replace("2025-04-14", "last Friday"), 5, "published: “last Friday” is not written as expected"),
        (WELL.replace("2025-04-14", "2025-04-14T25:00"), 5, "published: “2025-04-14T25:00” is not on the clock"),
        (WELL.replace("2025-04-14", "2025-03-30T03:30"), 5, "does not exist in Europe/Kyiv"),
        (WELL.replace("2025-04-14", "2025-04-14 Mars/Base"), 5, "published: “Mars/Base” is no IANA time zone"),
        (WELL.replace("Europe/Kyiv", "Kyiv"), 1, "time_zone: “Kyiv” is no IANA time zone"),
        (
            WELL.replace("title: Story", "title: 'two\n\n      lines'"),
            5,
            "title: “two\nlines” is not written as expected",
        ),
        (WELL.replace("title: Story", "title: Story, url: 'ftp://x.example'"), 5, "write a web address"),
        (WELL.replace("paper: {name: Paper}", "paper: Paper"), 3, "paper: expected a mapping"),
        (WELL.replace("name: Paper", "name: [Paper]"), 3, "name: expected text"),
        (WELL.replace("sources:", "sources: &all"), 2, "Anchors (&) and aliases (*) are not read"),
        (WELL.replace("assertion: It was said.", "assertion: !!binary aGk="), 7, "The tag tag:yaml.org,2002:binary"),
        (WELL.replace("paper: {name: Paper}", "paper: {name: Paper"), 4, "This is not YAML"),
        (WELL + "---\nclaims: {}\n", 8, "A second document starts here"),
        (WELL + "\x07\n", 8, "A control character stands here"),
        ("- a list\n", 1, "The file must be a mapping of sections"),
        ("", 1, "The file must be a mapping of sections"),
        ("sources: {paper: {name: Paper}}\n", 1, "No file of this folder has a negotiation: section"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    problems = read(tmp_path / "talks", all=text)
    assert len(problems) == 1
    assert problems[0].startswith(f"talks/all.yaml:{line}: ")
    assert reason in problems[0]


MORE = WELL + dedent("""\
    parties:
      here: {name: Here, actor_type: state}
    people:
      somebody: {name: Somebody}
    proposals:
      truce:
        {title: Truce, kind: ceasefire, status: reported, status_reason: Heard of., claim: said, stage: Cea}
    """)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (MORE.replace("stage: Cea", "stage: Cea, sub_stage: Iss"), 14, "sub_stage: “Iss” is not on the list; choose"),
        (MORE.replace("stage: Cea", "sub_stage: Ceas"), 14, "sub_stage: “Ceas” is not on the list; none fits"),
        (
            MORE + "conditions:\n  one:\n    {proposal: truce, text: One., role: red line, claim: said,\n"
            "     issue_code: XSank}\n",
            18,
            "issue_code: “XSank” is not on the list; choose from G, Ge",
        ),
        (
            MORE + "events:\n  talk: {title: Talk, category: AGREE, mode: visit, occurred: 2025, claim: said}\n",
            16,
            "mode: “visit” is not on the list; none fits",
        ),
        (
            MORE + "events:\n  talk: {title: Talk, category: AGREE, occurred: 2025, claim: said, contexts: [fun]}\n",
            16,
            "contexts: “fun” is not on the list",
        ),
        (
            MORE
            + "events:\n  talk:\n    {title: T, category: AID, occurred: 2025, claim: said, parts: [{role: actor}]}\n",
            17,
            "parts: give exactly one of party, person",
        ),
        (
            MORE + "positions:\n  one: {party: here, stance: accepts, claim: said}\n",
            16,
            "one: give exactly one of proposal, condition",
        ),
        (
            MORE.replace("evidence: report", "evidence: report, asserted_by_party: here, asserted_by_person: somebody"),
            7,
            "said: asserted_by_person, asserted_by_party cannot stand",
        ),
        (
            MORE + "deadlines:\n  two: {extends: one, expression: until 2 May 2025, claim: said}\n"
            "  one: {proposal: truce, kind: expiry, title: End, expression: Friday, claim: said}\n",
            16,
            "“deadlines/one” is recorded only after this",
        ),
        (
            MORE + "deadlines:\n  one: {proposal: truce, expression: Friday, claim: said}\n",
            16,
            "one: kind, title is missing; add it",
        ),
        (
            MORE + "deadlines:\n  one: {extends: zero, expression: Friday, claim: said, kind: expiry}\n",
            16,
            "one: kind cannot stand with what is beside it",
        ),
    ],
)
def test_codes_and_choices_that_do_not_fit(tmp_path: Path, text: str, line: int, reason: str) -> None:
    problems = read(tmp_path / "talks", all=text)
    assert len(problems) == 1
    assert problems[0].startswith(f"talks/all.yaml:{line}: ")
    assert reason in problems[0]


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    problems = read(
        tmp_path / "talks",
        one=WELL.replace("evidence: report", "evidence: rumour") + "rumours: {}\n",
        two="people: {x: {}}\n",
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "talks/one.yaml:7",
        "talks/one.yaml:8",
        "talks/two.yaml:1",
    ]


def test_a_key_is_written_once_in_a_folder(tmp_path: Path) -> None:
    problems = read(tmp_path / "talks", one=WELL, two="sources:\n  paper: {name: Other}\n")
    assert problems == [
        "talks/two.yaml:2: sources: “paper” is already written in another file or in shared; rename one."
    ]


def test_a_second_negotiation_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path / "talks", one=WELL, two="\n" + HOME) == [
        "talks/two.yaml:2: Another file of this folder has one; keep one of them."
    ]


def test_shared_lends_its_keys_and_takes_nothing_of_one_negotiation(tmp_path: Path) -> None:
    lent = WELL.replace("sources:\n  paper: {name: Paper}\n", "")
    (tmp_path / "shared").mkdir()
    shared = tmp_path / "shared" / "all.yaml"
    shared.write_text("sources:\n  paper: {name: Paper}\n")
    assert read(tmp_path / "talks", all=lent) == []
    shared.write_text("sources:\n  paper: {name: Paper}\nevents: {}\n")
    assert read(tmp_path / "talks", all=WELL) == [
        "shared/all.yaml:3: events: this belongs to one negotiation; move it to that folder."
    ]


def test_files_too_large_too_deep_or_too_full(tmp_path: Path) -> None:
    assert read(tmp_path / "large", all=WELL + "#" * LARGEST_FILE) == [
        "large/all.yaml:1: The file is larger than 256 kB; split it into several."
    ]
    too_deep = [f"deep/all.yaml:1: This is nested deeper than {DEEPEST} levels; flatten it."]
    assert read(tmp_path / "deep", all="x: " + "[" * 10_000) == too_deep
    assert read(tmp_path / "deep", all="x: " + "[" * DEEPEST + "1" + "]" * DEEPEST) == too_deep
    just_deep = "x: " + "[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1)
    assert "The key “x” is not known here" in read(tmp_path / "deep", all=just_deep)[0]
    assert read(tmp_path / "full", all="x: [" + "1," * MOST_VALUES + "]") == [
        f"full/all.yaml:1: The file holds more than {MOST_VALUES} values; split it into several."
    ]


def test_an_empty_folder_and_a_file_of_another_encoding(tmp_path: Path) -> None:
    assert read(tmp_path / "empty") == ["empty:1: There is no .yaml file in this folder; name another one."]
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "all.yaml").write_bytes(b"negotiation:\n  name: T\xfcrkiye\n")
    assert read(tmp_path / "latin") == ["latin/all.yaml:2: The file is not UTF-8; save it as UTF-8."]


def test_words_stay_words(tmp_path: Path) -> None:
    """YAML 1.1 would read no as false, 12:30 as 750 and a day as a date."""
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "all.yaml").write_text(WELL.replace("title: Story", "title: no, author: 12:30"))
    drafts = {draft.key: draft for draft in read_file_sets([folder], SCHEMA)[0].drafts}
    assert (drafts["articles/story"].values["title"], drafts["articles/story"].values["author"]) == ("no", "12:30")
