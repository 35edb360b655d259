"""One size of `benchmarks.reads.growth`: fills its database, then answers random questions at each line it reads."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator

import django

django.setup()

from benchmarks.reads.filling import PARTIES, WORDS  # noqa: E402
from benchmarks.reads.pages import PROPOSALS, Ours  # noqa: E402
from benchmarks.reads.run import Asked, Clock, filled  # noqa: E402
from negotiations.enums import ProposalStatus  # noqa: E402

STATUSES = [each.value for each in ProposalStatus]


def questions(
    asked: Asked, page: Ours, proposals: int, chance: random.Random
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """One of each kind."""
    quick = "page_size=25&omit=momentum"
    yield "list 25", asked.body(asked.ours, f"status={chance.choice(STATUSES)}&{quick}")
    yield "party", asked.body(asked.ours, f"party={chance.randint(1, PARTIES)}&{quick}")
    yield "detail", asked.body(asked.record, "", reference=f"P-{chance.randint(1, proposals)}")
    yield "search", asked.body(asked.ours, f"q={chance.choice(WORDS)}&{quick}")
    yield "proposals", lambda: page.page(PROPOSALS)
    yield "overview", lambda: page.page("/")


def main(proposals: int, number: int) -> None:
    began = time.perf_counter()
    reader = filled(proposals)
    asked, page, clock = Asked(reader), Ours(reader), Clock()
    chance = random.Random(proposals)  # noqa: S311 - the same questions every time
    for _name, answer in questions(asked, page, proposals, chance):
        answer()
    print(f"{proposals} proposals, filled in {time.perf_counter() - began:.0f} s", flush=True)
    for _line in sys.stdin:
        taken = []
        for _ in range(number):
            for name, answer in questions(asked, page, proposals, chance):
                start = clock()
                answer()
                taken.append((name, clock() - start))
        print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
