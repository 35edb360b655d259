"""Read the project's own cases with Parley, and with dateparser and parsedatetime where they are installed.

    pip install dateparser parsedatetime     (optional; only this comparison uses them)
    python benchmarks/deadline_cases.py

The cases (deadline_cases/*.jsonl) are ours: wordings of treaties, resolutions and news, with the day or moment
that the rules of docs/deadlines.md give, or the refusal they ask for. The other two know no events, zones of
places or refusals; they are asked only the cases that have an answer, and their day is enough to be right.
"""

import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from negotiations.rules.deadlines.jsonl import answered
from negotiations.rules.deadlines.ready import load_tables

CASES = Path(__file__).parent / "deadline_cases"
Reader = Callable[[dict[str, Any]], tuple[str | None, str | None]]


def cases() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def parley(case: dict[str, Any]) -> tuple[str | None, str | None]:
    answer = answered(case)
    refusal = answer["refusal"]
    return answer["result"], refusal["code"] if refusal else None


def dateparser_reader() -> Reader | None:
    try:
        dateparser = importlib.import_module("dateparser")
    except ImportError:
        return None

    def read(case: dict[str, Any]) -> tuple[str | None, str | None]:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(case["reference"]), "PREFER_DATES_FROM": "future"}
        found = dateparser.parse(case["text"], settings=settings)
        return (found.isoformat(), None) if found else (None, "no_date")

    return read


def parsedatetime_reader() -> Reader | None:
    try:
        calendar = importlib.import_module("parsedatetime").Calendar()
    except ImportError:
        return None

    def read(case: dict[str, Any]) -> tuple[str | None, str | None]:
        base = datetime.fromisoformat(case["reference"]).replace(tzinfo=ZoneInfo(case["tz"]))
        found, what = calendar.parseDT(case["text"], sourceTime=base)
        return (found.isoformat(), None) if what else (None, "no_date")

    return read


def verdict(case: dict[str, Any], result: str | None, code: str | None, *, day_is_enough: bool) -> str:
    wanted = case["expect"]
    if wanted is None:
        if result is not None:
            return "wrong"
        return "right" if code == case.get("refusal", code) else "other code"
    if result is None:
        return "refused"
    same = result[:10] == wanted[:10] if day_is_enough else result == wanted
    return "right" if same else "wrong"


def main() -> None:
    load_tables()
    readers: dict[str, Reader | None] = {
        "parley": parley,
        "dateparser": dateparser_reader(),
        "parsedatetime": parsedatetime_reader(),
    }
    for name, reader in readers.items():
        if reader is None:
            print(f"{name}: not installed")
            continue
        report(name, reader)


def report(name: str, reader: Reader) -> None:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    times = []
    for case in cases():
        if name != "parley" and case["expect"] is None:
            continue
        started = time.perf_counter()
        result, code = reader(case)
        times.append(time.perf_counter() - started)
        by_kind[case["kind"]][verdict(case, result, code, day_is_enough=name != "parley")] += 1
    total: Counter[str] = Counter()
    print(f"\n{name}: median {median(times) * 1000:.2f} ms, slowest {max(times) * 1000:.0f} ms")
    for kind, counts in by_kind.items():
        total += counts
        print(f"  {kind:12}", ", ".join(f"{what} {count}" for what, count in counts.most_common()))
    print(f"  {'all':12}", ", ".join(f"{what} {count}" for what, count in total.most_common()))


if __name__ == "__main__":
    main()
