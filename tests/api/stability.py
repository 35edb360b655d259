"""What the description promises, as one flat list; run as a module it writes the list down, before a release."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROMISES = Path(__file__).with_name("promises.txt")


def promises(document: dict[str, Any]) -> Iterator[str]:
    """Each operation, parameter, body, field and code of the description, one a line."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            named = f"{method.upper()} {path}"
            yield named
            for parameter in operation.get("parameters", ()):
                if not parameter.get("required"):
                    yield f"{named} takes {parameter['name']}"
            for status in operation["responses"]:
                if status.startswith("2"):
                    yield f"{named} answers {status}"
    for name, schema in document["components"]["schemas"].items():
        for field, within in schema.get("properties", {}).items():
            yield f"{name}.{field}"
            for code in codes(within):
                yield f"{name}.{field} may be {json.dumps(code)}"
        for code in schema.get("enum", ()):
            yield f"{name} may be {json.dumps(code)}"


def codes(schema: Any) -> Iterator[Any]:
    """The codes that stand in a field's own schema."""
    if isinstance(schema, dict):
        yield from schema.get("enum", ())
        for name in ("anyOf", "oneOf", "items"):
            yield from codes(schema.get(name))
    elif isinstance(schema, list):
        for each in schema:
            yield from codes(each)


if __name__ == "__main__":
    import django

    django.setup()
    from negotiations.api.docs import described

    PROMISES.write_text("\n".join(sorted(set(promises(json.loads(described()))))) + "\n", encoding="utf-8")
