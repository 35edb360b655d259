"""Within /api/v1/ nothing is taken away: no operation, parameter, field or code that was once written down."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from tests.api import described
from tests.api.stability import PROMISES, promises


def test_nothing_that_was_promised_is_gone() -> None:
    kept = set(promises(described.document()))
    promised = PROMISES.read_text(encoding="utf-8").splitlines()
    assert len(promised) > 1500
    assert [promise for promise in promised if promise not in kept] == []


def test_every_operation_has_its_line_in_the_list_of_changes() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "api-changes.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| `([A-Z]+ \S+)` \|", text, re.MULTILINE))
    assert listed == {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, operations in described.document()["paths"].items()
        for method, operation in operations.items()
    }
