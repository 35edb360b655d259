"""A folder of seed files as one set of drafts, with every key resolved inside the set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from negotiations.codelists import time_zones
from negotiations.ingest.seeds.codes import code_problems
from negotiations.ingest.seeds.documents import Document, read_document
from negotiations.ingest.seeds.drafting import Drafting
from negotiations.ingest.seeds.drafts import Draft, FileSet
from negotiations.ingest.seeds.problems import FilesRefusedError, Problem
from negotiations.ingest.seeds.schema import schema_problems
from negotiations.ingest.seeds.sections import NEGOTIATION, RANKS, SECTIONS

SHARED = "shared"
MOST_FILES = 50
MOST_DRAFTS = 10_000


def read_file_sets(folders: Iterable[Path], schema: Mapping[str, Any]) -> tuple[FileSet, ...]:
    """The file sets of these folders, and first of all the one called "shared" beside each.

    `schema` is the JSON Schema that every file must satisfy. A folder holds one negotiation in any number of
    *.yaml files; a set may refer to its own entries and to those of "shared". Raises FilesRefusedError with every
    problem of every file; then nothing is returned.
    """
    problems: list[Problem] = []
    sets: list[FileSet] = []
    known: dict[str, str] = {}
    for folder in _with_shared(folders):
        try:
            documents = _read_folder(folder, schema)
            sets.append(_file_set(folder.name, documents, known))
        except FilesRefusedError as error:
            problems += error.problems
        else:
            if folder.name == SHARED:
                known = {draft.key: draft.file_set for draft in sets[-1].drafts}
    if problems:
        raise FilesRefusedError(problems)
    return tuple(sets)


def _with_shared(folders: Iterable[Path]) -> list[Path]:
    chosen: dict[Path, None] = {}
    for folder in folders:
        shared = folder.resolve().parent / SHARED
        if shared.is_dir():
            chosen[shared] = None
    return list(chosen | dict.fromkeys(folder.resolve() for folder in folders))


def _read_folder(folder: Path, schema: Mapping[str, Any]) -> list[Document]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise FilesRefusedError([Problem(folder.name, 1, "There is no .yaml file in this folder; name another one.")])
    if len(paths) > MOST_FILES:
        raise FilesRefusedError([Problem(folder.name, 1, f"There are more than {MOST_FILES} files; split the folder.")])
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            document = read_document(path, f"{folder.name}/{path.name}")
        except FilesRefusedError as error:
            problems += error.problems
            continue
        wrong = list(schema_problems(document, schema))
        problems += wrong or list(code_problems(document))
        documents.append(document)
    if problems:
        raise FilesRefusedError(problems)
    return documents


def _file_set(name: str, documents: list[Document], shared: Mapping[str, str]) -> FileSet:
    problems = [*_misplaced(name, documents), *_twice(documents, shared)]
    if problems:
        raise FilesRefusedError(problems)
    home: dict[str, Any] = next((d.data[NEGOTIATION] for d in documents if NEGOTIATION in d.data), {})
    # An unknown zone is told once, where it stands, and not again for every date.
    zone = home["time_zone"] if home.get("time_zone") in time_zones() else "UTC"
    drafting = Drafting(name, home_zone=zone, restricted=home.get("restricted", False), shared=shared)
    for document in documents:
        drafting.take(document)
    drafts = sorted(drafting.drafts, key=lambda draft: RANKS[draft.noun])
    problems = [*drafting.problems, *_backwards(drafts, drafting)]
    if len(drafts) > MOST_DRAFTS:
        problems.append(Problem(name, 1, f"The set holds more than {MOST_DRAFTS} entries; split it up."))
    if problems:
        raise FilesRefusedError(problems)
    return FileSet(name, tuple(drafts))


def _misplaced(name: str, documents: list[Document]) -> list[Problem]:
    """A set has one negotiation; "shared" has none, and only what all negotiations see."""
    homes = [document for document in documents if NEGOTIATION in document.data]
    if name == SHARED:
        return [
            document.problem((section,), f"{section}: this belongs to one negotiation; move it to that folder.")
            for document in documents
            for section in document.data
            if section == NEGOTIATION or not SECTIONS[section].shared
        ]
    if not homes:
        return [documents[0].problem((), "No file of this folder has a negotiation: section; add one.")]
    return [d.problem((NEGOTIATION,), "Another file of this folder has one; keep one of them.") for d in homes[1:]]


def _twice(documents: list[Document], shared: Mapping[str, str]) -> list[Problem]:
    seen = set(shared)
    problems = []
    for document in documents:
        for section in SECTIONS:
            for key in document.data.get(section, {}):
                if f"{section}/{key}" in seen:
                    reason = f"{section}: “{key}” is already written in another file or in shared; rename one."
                    problems.append(document.problem((section, key), reason))
                seen.add(f"{section}/{key}")
    return problems


def _backwards(drafts: list[Draft], drafting: Drafting) -> list[Problem]:
    """References to what comes later: a set is recorded from first to last."""
    places = {draft.key: place for place, draft in enumerate(drafts)}
    return [
        Problem(draft.file, line, f"“{target}” is recorded only after this; write it further up.")
        for place, draft in enumerate(drafts)
        for target, line in drafting.targets(draft.key)
        if places.get(target, -1) >= place
    ]
