"""What makes Schemathesis reach further than what it makes up can: bodies that name rows there are, and whole lists.

Half of what it sends stays as it made it up. PARLEY_SCENE is the file that tests/api/stateful_scene.py printed. With
PARLEY_LINKS all the time goes to the links: what need not be given is left out and bodies are those of the scene, since
making up a body, or a value for each of sixty filters, takes far longer than the request.
"""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import schemathesis

SCENE = json.loads(Path(os.environ["PARLEY_SCENE"]).read_text(encoding="utf-8"))
ONLY_LINKS = "PARLEY_LINKS" in os.environ


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: Any) -> None:
    """Begin with lists and with what is created by itself.

    Schemathesis takes every POST that links anywhere for a beginning; those to an address with a made-up id find
    nothing and take up the time. What they link to is linked from the record as well.
    """
    for path, operations in raw_schema["paths"].items():
        for operation in operations.values():
            if ONLY_LINKS:
                _bare(operation)
        for answer in operations.get("post", {}).get("responses", {}).values():
            if "{" in path:
                answer.pop("links", None)


def _bare(operation: dict[str, Any]) -> None:
    operation["parameters"] = [each for each in operation.get("parameters", ()) if each.get("required")]
    if body := SCENE["bodies"].get(operation["operationId"]):
        for media in operation["requestBody"]["content"].values():
            media["schema"] = {"enum": [body]}


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """A valid request is, half of the time, one that the record does not refuse either."""
    made_up = zlib.crc32(repr((case.body, case.query)).encode("utf-8", "surrogatepass")) % 2
    if case.meta is None or not case.meta.generation.mode.is_positive or made_up:
        return case
    operation = context.operation.definition.raw
    needed = {each["name"] for each in operation.get("parameters", ()) if each.get("required")}
    case.query = {name: value for name, value in (case.query or {}).items() if name in needed}
    if body := SCENE["bodies"].get(operation["operationId"]):
        case.body = body
    return case
