"""What is wrong with a seed file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from negotiations.errors import ParleyError

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A file as the caller named it, the line counted from 1, and one sentence with the remedy."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class FilesRefusedError(ParleyError):
    """Files were refused and nothing of them was loaded; `problems` lists what to mend, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems[:MOST_SHOWN]))
