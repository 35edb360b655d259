"""One YAML file as plain values, with the line of every one of them.

Only what a record needs is read: mappings, lists and scalars. Anchors, aliases and tags are refused, so that a small
file cannot unfold into a large one; "no", "on" and 12:30 stay the words they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml import events

from negotiations.ingest.seeds.problems import FilesRefusedError, Problem

LARGEST_FILE = 256_000
DEEPEST = 8
MOST_VALUES = 50_000

Path_ = tuple[str | int, ...]

# The C parser reads ten times faster and gives the same marks; it is not built everywhere.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """`data` is the top mapping; `lines` gives the line on which the value (or its key) at a path starts."""

    file: str
    data: dict[str, Any]
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def problem(self, path: Path_, reason: str) -> Problem:
        return Problem(self.file, self.line(path), reason)


def read_document(path: Path, file: str) -> Document:
    """Read the file at `path`, called `file` in messages. Raises FilesRefusedError with every problem found."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FilesRefusedError([Problem(file, 1, f"The file cannot be read: {error.strerror}.")]) from error
    if len(raw) > LARGEST_FILE:
        raise FilesRefusedError(
            [Problem(file, 1, f"The file is larger than {LARGEST_FILE // 1000} kB; split it into several.")]
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FilesRefusedError([Problem(file, line, "The file is not UTF-8; save it as UTF-8.")]) from error
    return _Reader(file).read(text)


@dataclass(slots=True)
class _Reader:
    file: str
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    values: int = 0

    def read(self, text: str) -> Document:
        try:
            data = self._document(yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(mark.line + 1 if mark else 1, f"This is not YAML: {error.problem or error.context}.")
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._refuse(line, "A control character stands here that YAML does not allow; take it out.")
        if self.problems:
            raise FilesRefusedError(self.problems)
        return Document(self.file, data, self.lines)

    def _document(self, stream: Iterator[Any]) -> dict[str, Any]:
        documents = 0
        data: Any = None
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(_line(event), "A second document starts here; write one document per file.")
                data = self._value(next(stream), stream, ())
        if not isinstance(data, dict):
            self._refuse(1, "The file must be a mapping of sections such as claims: and proposals:.")
        return data

    def _value(self, event: Any, stream: Iterator[Any], path: Path_) -> Any:
        self.values += 1
        self.lines.setdefault(path, _line(event))
        if self.values > MOST_VALUES:
            self._refuse(_line(event), f"The file holds more than {MOST_VALUES} values; split it into several.")
        if len(path) > DEEPEST:
            self._refuse(_line(event), f"This is nested deeper than {DEEPEST} levels; flatten it.")
        if isinstance(event, events.AliasEvent) or event.anchor is not None:
            self._refuse(_line(event), "Anchors (&) and aliases (*) are not read; write the value out.")
        if event.tag is not None:
            self._refuse(_line(event), f"The tag {str(event.tag)[:40]} is not read; write a plain value.")
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, events.SequenceStartEvent):
            return self._list(stream, path)
        return self._mapping(stream, path)

    def _list(self, stream: Iterator[Any], path: Path_) -> list[Any]:
        entries: list[Any] = []
        for event in stream:
            if isinstance(event, events.SequenceEndEvent):
                break
            entries.append(self._value(event, stream, (*path, len(entries))))
        return entries

    def _mapping(self, stream: Iterator[Any], path: Path_) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in stream:
            if isinstance(event, events.MappingEndEvent):
                break
            if not isinstance(event, events.ScalarEvent):
                self._refuse(_line(event), "A key must be a plain word.")
            key = event.value
            if key in entries:
                self.problems.append(
                    Problem(self.file, _line(event), f"The key “{key[:60]}” stands here twice; keep one of them.")
                )
            self.lines.setdefault((*path, key), _line(event))
            entries[key] = self._value(next(stream), stream, (*path, key))
        return entries

    @staticmethod
    def _scalar(event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _INTEGER.match(text) else text

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise FilesRefusedError([*self.problems, Problem(self.file, line, reason)])


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
