"""docs/api.md over the seeds: its examples are true, and every fact of the record is found with its source."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.test import TestCase

from negotiations.actions.seeding import load_file_sets
from negotiations.ingest.seeds import read_file_sets
from tests import factories as make
from tests.api.conftest import ApiClient

SEEDS = Path(settings.BASE_DIR) / "seeds"
GUIDE = Path(settings.BASE_DIR) / "docs" / "api.md"
_EXAMPLE = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<address>\S+)\n(?P<headers>(?:[A-Za-z-]+: [^\n]*\n)*)(?:\n(?P<body>.*?)\n)?```\n\n"
    r"```json\n(?P<answer>.*?)\n```",
    re.DOTALL,
)


class TheGuide(TestCase):
    client_class = ApiClient

    @classmethod
    def setUpTestData(cls) -> None:
        schema = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))
        folders = [path for path in sorted(SEEDS.iterdir()) if any(path.glob("*.yaml"))]
        load_file_sets(file_sets=read_file_sets(folders, schema), actor=None, now=make.NOW, dry_run=False)
        cls.stranger = make.user()

    def setUp(self) -> None:
        self.client.force_login(self.stranger)

    def test_each_example_is_what_the_api_answers(self) -> None:
        examples = _EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))
        assert len(examples) == 12
        for method, address, headers, body, answer in examples:
            given = self.sent(method, address, dict(line.split(": ", 1) for line in headers.splitlines()), body)
            assert alike(json.loads(answer), given), f"{method} {address}: {json.dumps(given, ensure_ascii=False)}"

    def sent(self, method: str, address: str, headers: dict[str, str], body: str) -> Any:
        if "If-Match" in headers:
            record = re.match(r"/api/v1/[a-z]+/[^/]+/", address)
            assert record
            headers["If-Match"] = self.client.get(record.group()).headers["ETag"]
        given = {"data": body, "content_type": "application/json"} if body else {}
        return getattr(self.client, method.lower())(address, headers=headers, **given).json()

    def test_each_of_the_nineteen_facts_is_found_with_its_source(self) -> None:
        """A stranger who knows only the negotiation's name reads every claim of it, and what rests on each."""
        known = self.client.get("/api/v1/negotiations/").json()["results"]
        (talks,) = [row["reference"] for row in known if "Ukraine" in row["name"]]
        resting = self.facts_by_assertion(talks)
        written = yaml.safe_load((SEEDS / "ukraine-2025" / "claims.yaml").read_text(encoding="utf-8"))["claims"]
        numbered = [claim for claim in written.values() if "fact" in claim]
        assert {claim["fact"] for claim in numbered} == set(range(1, 20))
        for claim in numbered:
            found = resting[" ".join(claim["assertion"].split())]
            assert found["evidence"] == claim["evidence"]
            assert found["article"]["source"]["name"] == "News outlet (not named)"
            assert found["article"]["cites"]["name"] == "Bloomberg"
            assert found["article"]["published_on"] == "2025-04-14"

    def facts_by_assertion(self, talks: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        address = f"/api/v1/claims/?negotiation={talks}&page_size=200"
        while address:
            page = self.client.get(address).json()
            found |= {" ".join(claim["assertion"].split()): claim for claim in page["results"]}
            address = page["next"]
        return found


def alike(written: Any, given: Any) -> bool:
    """Whether example and answer agree: ids may differ, “…” stands for any text and, as a field, for more of them."""
    if isinstance(written, dict):
        return (
            isinstance(given, dict)
            and [name for name in given if name in written or "…" not in written] == [n for n in written if n != "…"]
            and all(
                isinstance(given[name], int)
                if name in {"id", "article"} and isinstance(value, int)
                else alike(value, given[name])
                for name, value in written.items()
                if name != "…"
            )
        )
    if isinstance(written, list):
        return len(written) == len(given) and all(alike(*pair) for pair in zip(written, given, strict=True))
    if isinstance(written, str) and "…" in written:
        return re.fullmatch(".*".join(re.escape(part) for part in written.split("…")), given) is not None
    return bool(written == given)
