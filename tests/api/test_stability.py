"""Within /api/v1/ nothing is taken away: no operation, parameter, field or code that was once written down."""

from __future__ import annotations

from tests.api import described
from tests.api.stability import PROMISES, promises


def test_nothing_that_was_promised_is_gone() -> None:
    kept = set(promises(described.document()))
    promised = PROMISES.read_text(encoding="utf-8").splitlines()
    assert len(promised) > 1500
    assert [promise for promise in promised if promise not in kept] == []
