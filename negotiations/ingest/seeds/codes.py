"""Codes that belong together: a sub-stage to its stage, a mode to its category, an issue to its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from negotiations.codelists import event_contexts, issues, modes_of, sub_stages_of
from negotiations.ingest.seeds.documents import Document
from negotiations.ingest.seeds.problems import Problem


def code_problems(document: Document) -> Iterator[Problem]:
    """Every code of a document (held to the schema before) that its list does not know."""
    for key, entry in document.data.get("proposals", {}).items():
        yield from _fits(document, ("proposals", key, "sub_stage"), entry, _sub_stages(entry))
    for key, entry in document.data.get("conditions", {}).items():
        codes = tuple(issue.code for issue in issues())
        yield from _fits(document, ("conditions", key, "issue_code"), entry, codes)
    for key, entry in document.data.get("events", {}).items():
        yield from _fits(document, ("events", key, "mode"), entry, modes_of(entry["category"]))
        for index, context in enumerate(entry.get("contexts", [])):
            place = ("events", key, "contexts", index)
            yield from _fits(document, place, {index: context}, event_contexts())


def _sub_stages(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return sub_stages_of(entry["stage"]) if "stage" in entry else ()


def _fits(
    document: Document, path: tuple[str | int, ...], entry: Mapping[Any, Any], allowed: tuple[str, ...]
) -> Iterator[Problem]:
    code = entry.get(path[-1])
    if code is None or code in allowed:
        return
    name = next(step for step in reversed(path) if isinstance(step, str))
    choices = f"choose from {', '.join(allowed)}" if allowed else "none fits; take it out"
    yield document.problem(path, f"{name}: “{code}” is not on the list; {choices}.")
