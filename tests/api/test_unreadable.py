"""A body that is no JSON is refused with its reason and the place that has to be looked at."""

from __future__ import annotations

from io import BytesIO

import pytest

from negotiations.api.parsing import StrictJson
from negotiations.api.problems import Refusal

DEEP = b'{"a": ' * 40
SURROGATE = "half of a surrogate pair stands alone in a text"
RANGE = "a number is out of range"
NESTED = "it is nested more than 40 levels deep"
WRONG: list[tuple[bytes, str, str | None]] = [
    (b'{"party": "\\ud800"}', SURROGATE, "/party"),
    (b'{"party": "\\ud800\\u0041"}', SURROGATE, "/party"),
    (b'{"items": [{"party": 1}, {"party": "\\udfff"}]}', SURROGATE, "/items/1/party"),
    (b'{"a/b": {"c~d": "\\ud800"}}', SURROGATE, "/a~1b/c~0d"),
    (b'{"\\ud800": 1}', "half of a surrogate pair stands alone in a name", None),
    (b'{"claim": {"stated": 1e999}}', RANGE, "/claim/stated"),
    (b'{"party": -1e999}', RANGE, "/party"),
    (b'{"party": NaN}', RANGE, "/party"),
    (b'{"party": ' + b"9" * 5000 + b"}", RANGE, "/party"),
    (b'{"party": "\xff"}', "it is not in UTF-8", "/party"),
    (b"\xff\xfe", "it is not in UTF-8", None),
    (b'{"title": "a\0b"}', "something else is expected at character 13", "/title"),
    (b'{"title": "a", "party": x}', "something else is expected at character 25", "/party"),
    (b'{"title": "a: {, [b", "party": 1', "something else is expected at character 33", "/party"),
    (b"[" * 100_000, NESTED, "/0" * 40),
    (b'{"claim": 1, "note": ' + DEEP, NESTED, "/note" + "/a" * 39),
    (b'{"claim": 1, "note": ' + DEEP + b"1" + b"}" * 41, NESTED, "/note" + "/a" * 39),
    (b'{"a": 1, "b": {"c": 1, "c": 2}}', "an object has the key “c” twice", None),
    (b"{", "something else is expected at character 2", None),
    (b"", "something else is expected at character 1", None),
]


@pytest.mark.parametrize(("body", "reason", "place"), WRONG, ids=[str(each[0][:30]) for each in WRONG])
def test_what_cannot_be_read_is_pointed_to(body: bytes, reason: str, place: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        StrictJson().parse(BytesIO(body))
    assert refused.value.status_code == 400
    assert str(refused.value.detail) == f"The body is no JSON that can be read: {reason}."
    assert [fault.pointer for fault in refused.value.faults] == ([place] if place else [])


@pytest.mark.parametrize("body", [b'{"a": "\\ud83d\\ude00"}', b'{"a": ' * 39 + b'"{[{["' + b"}" * 39])
def test_what_only_looks_wrong_is_read(body: bytes) -> None:
    assert StrictJson().parse(BytesIO(body))
