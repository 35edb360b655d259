"""Turning the entries of a document into drafts: dates read, keys resolved, nested rows taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from negotiations.ingest.seeds.documents import Document
from negotiations.ingest.seeds.drafts import Draft, Moment, Reference
from negotiations.ingest.seeds.moments import day, known_zone, moment
from negotiations.ingest.seeds.problems import Problem
from negotiations.ingest.seeds.sections import (
    DAYS,
    EXTENSION,
    MOMENTS,
    NEGOTIATION,
    REFERENCES,
    SECTIONS,
)

Steps = tuple[str | int, ...]


class Drafting:
    """Collects the drafts and the problems of one file set, document by document.

    `shared` maps the keys of the shared set to its name; `home_zone` holds for dates that name no zone. The actors,
    people and sources of a `restricted` negotiation are its own: their names alone would tell of it.
    """

    def __init__(self, file_set: str, *, home_zone: str, restricted: bool, shared: Mapping[str, str]) -> None:
        self.file_set = file_set
        self.home_zone = home_zone
        self.restricted = restricted
        self.shared = shared
        self.drafts: list[Draft] = []
        self._wanted: list[tuple[Document, Steps, str, str]] = []
        self._problems: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """What was wrong, dangling keys included; complete once every document has been taken."""
        known = {draft.key for draft in self.drafts} | set(self.shared)
        dangling = [
            document.problem(path, f"{path[-1]}: there is no “{target}” in this folder or in shared; check the key.")
            for document, path, _, target in self._wanted
            if target not in known
        ]
        return [*self._problems, *dangling]

    def targets(self, key: str) -> list[tuple[str, int]]:
        """The entries of this set that a draft refers to, each with the line of the reference."""
        return [
            (target, document.line(path))
            for document, path, wanted_by, target in self._wanted
            if wanted_by == key and target not in self.shared
        ]

    def take(self, document: Document) -> None:
        """Add the drafts of one document."""
        for name, section in document.data.items():
            if name == NEGOTIATION:
                self._add(document, (name,), key=NEGOTIATION, noun=NEGOTIATION, entry=section, given={})
                continue
            for key, entry in section.items():
                self._take_entry(document, name, key, entry)

    def _take_entry(self, document: Document, name: str, key: str, entry: dict[str, Any]) -> None:
        section = SECTIONS[name]
        own = {field: value for field, value in entry.items() if field not in section.nested}
        noun = EXTENSION if "extends" in entry else section.noun
        home: dict[str, Any] = {}
        if (section.in_negotiation and noun != EXTENSION) or (section.shared and self.restricted):
            home["negotiation"] = Reference(self.file_set, NEGOTIATION)
        self._add(document, (name, key), key=f"{name}/{key}", noun=noun, entry=own, given=home)
        for field, nested in section.nested.items():
            rows = entry.get(field, [])
            # A ceasefire is coded once, so it is written as one mapping and not as a list.
            for number, row in enumerate([rows] if isinstance(rows, dict) else rows):
                steps: Steps = (name, key, field) if isinstance(rows, dict) else (name, key, field, number)
                place = "/".join(str(step + 1) if isinstance(step, int) else step for step in steps)
                parent = {nested.parent: Reference(self.file_set, f"{name}/{key}")}
                self._add(document, steps, key=place, noun=nested.noun, entry=row, given=parent)

    def _add(
        self, document: Document, path: Steps, *, key: str, noun: str, entry: dict[str, Any], given: dict[str, Any]
    ) -> None:
        values = dict(given)
        for field, raw in entry.items():
            if field != "fact":
                values[field] = self._value(document, (*path, field), key, raw)
        self.drafts.append(
            Draft(self.file_set, key, noun, values, document.file, document.line(path), entry.get("fact"))
        )

    def _value(self, document: Document, path: Steps, key: str, raw: Any) -> Any:
        field = path[-1]
        if isinstance(raw, list):
            return [self._element(document, (*path, index), key, field, each) for index, each in enumerate(raw)]
        return self._single(document, path, key, field, raw)

    def _element(self, document: Document, path: Steps, key: str, field: str | int, raw: Any) -> Any:
        if isinstance(raw, dict):
            return {name: self._single(document, (*path, name), key, name, value) for name, value in raw.items()}
        return self._single(document, path, key, field, raw)

    def _single(self, document: Document, path: Steps, key: str, field: str | int, raw: Any) -> Any:
        if field in REFERENCES:
            target = f"{REFERENCES[str(field)]}/{raw}"
            self._wanted.append((document, path, key, target))
            return Reference(self.shared.get(target, self.file_set), target)
        if field in MOMENTS:
            return self._read(document, path, lambda: moment(raw, self.home_zone))
        if field in DAYS:
            return self._read(document, path, lambda: day(raw))
        if field == "retrieved_at":
            return self._read(document, path, lambda: datetime.fromisoformat(raw))
        if field == "time_zone":
            return self._read(document, path, lambda: known_zone(raw))
        if field == "capitals":
            # A capital may stand before its zone: “Washington: America/New_York”.
            return self._read(document, path, lambda: known_zone(raw.rpartition(":")[2].strip()) and raw)
        return raw

    def _read(
        self, document: Document, path: Steps, reading: Callable[[], Moment | date | str]
    ) -> Moment | date | str | None:
        try:
            return reading()
        except ValueError as error:
            self._problems.append(document.problem(path, f"{path[-1]}: {error}"))
            return None
