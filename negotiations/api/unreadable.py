"""Why a body cannot be read, and where in it: in a few words, with the place that a person has to look at."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from negotiations.api.problems import Fault, Path, Refusal, pointer

_WORDS = "The body is no JSON that can be read: {reason}."
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\]:,]', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def unreadable(reason: str, path: Path = ()) -> Refusal:
    """The refusal of a body, of which `path` is the part that cannot be read."""
    words = _WORDS.format(reason=reason[:300])
    return Refusal(400, [Fault("unreadable", words, pointer=pointer(path))] if path else [], detail=words)


def too_deep(body: bytes, deepest: int) -> Refusal:
    """The refusal of a body that is nested deeper than that."""
    return unreadable(f"it is nested more than {deepest} levels deep", _path(body.decode(errors="replace"), deepest))


def no_json(body: bytes, deepest: int) -> Refusal:
    """The refusal of a body that a strict reader of JSON did not take."""
    try:
        text = body.decode()
        if _path(text, deepest):
            return too_deep(body, deepest)
        read = json.loads(text, parse_int=_whole, parse_constant=float)
    except UnicodeDecodeError as error:
        return unreadable("it is not in UTF-8", _path(body[: error.start].decode()))
    except json.JSONDecodeError as error:
        return unreadable(f"something else is expected at character {error.pos + 1}", _path(text[: error.pos]))
    for reason, path in _unfit(read, ()):
        return unreadable(reason, path)
    return unreadable("something in it is not JSON")


def _path(text: str, deepest: int = 0) -> Path:
    """The part of a body in which this beginning of it ends; with `deepest`, the first that lies deeper, if any."""
    steps: list[str | int] = []
    name = ""
    for token in _TOKEN.finditer(text):
        match token.group()[0]:
            case "{" | "[" as opens:
                if deepest and len(steps) == deepest:
                    return tuple(steps)
                steps.append("" if opens == "{" else 0)
            case "}" | "]":
                steps = steps[:-1]
            case ":" if steps:
                steps[-1] = name
            case "," if steps:
                steps[-1] = steps[-1] + 1 if isinstance(steps[-1], int) else ""
            case '"':
                name = token.group()[1:-1]
    return () if deepest else tuple(steps[: steps.index("")] if "" in steps else steps)


def _whole(digits: str) -> float | int:
    """A whole number; one of more digits than can be read is as good as none."""
    return int(digits) if len(digits) < 1000 else math.inf


def _unfit(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    """What JSON may write and no text or number can hold."""
    if isinstance(value, float) and not math.isfinite(value):
        yield "a number is out of range", path
    elif isinstance(value, str) and _LONE_SURROGATE.search(value):
        yield "half of a surrogate pair stands alone in a text", path
    elif isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(step, str) and _LONE_SURROGATE.search(step):
                yield "half of a surrogate pair stands alone in a name", path
            yield from _unfit(each, (*path, step))
