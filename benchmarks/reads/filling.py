"""A record of any size, written by bulk insert: what is measured is reading, so no chain stands behind it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from negotiations import models
from negotiations.enums import (
    ActorType,
    ConditionRole,
    DeadlineKind,
    DeadlineStatus,
    Evidence,
    InvolvementRole,
    Precision,
    ProposalKind,
    ProposalStatus,
    Stance,
    Trend,
)

START = datetime(2024, 1, 1, 9, tzinfo=UTC)
BATCH = 2_000
WORDS = ("truce", "corridor", "grain", "prisoners", "sanctions", "reactor", "ports", "monitors", "armour", "census")
PARTIES, PEOPLE, SOURCES, HOMES = 120, 300, 60, 20


def fill(proposals: int) -> models.User:
    """Write so many proposals with all that hangs on them; returns a member of staff who may read them."""
    chance = random.Random(proposals)  # noqa: S311 - the same rows every time
    reader = models.User.objects.create(username="reader", first_name="Ada", last_name="Reader", is_staff=True)
    seen = {"recorded_at": START, "recorded_by": None}
    written(
        models.Negotiation, HOMES, lambda n: {"reference": f"N-{n}", "name": f"Talks {n}", "time_zone": "UTC"}, seen
    )
    written(models.Party, PARTIES, lambda n: {"name": f"State {n}", "actor_type": ActorType.STATE}, seen)
    written(models.Person, PEOPLE, lambda n: {"name": f"Envoy {n}"}, seen)
    written(models.Source, SOURCES, lambda n: {"name": f"Outlet {n}"}, seen)
    articles, claims = max(proposals // 2, 1), proposals + proposals // 2 + 1
    written(models.Article, articles, lambda n: _article(n, chance), seen)
    written(models.Claim, claims, lambda n: _claim(n, articles, chance), seen)
    offers = [_offer(n, chance) for n in range(1, proposals + 1)]
    written(models.Proposal, proposals, lambda n: {**offers[n - 1], "owner": reader}, seen)
    of: Callable[[int], dict[str, Any]] = lambda n: {  # noqa: E731
        "proposal_id": n,
        "negotiation_id": offers[n - 1]["negotiation_id"],
        "claim_id": chance.randint(1, claims),
    }
    hanging(models.StatusChange, proposals, 3, lambda n, _: {**of(n), **_status(chance)}, seen)
    hanging(models.Involvement, proposals, 3, lambda n, each: {**of(n), **_seat(n, each, offers[n - 1])}, seen)
    hanging(models.Deadline, proposals, 2, lambda n, each: {**of(n), **_deadline(offers[n - 1], each)}, seen)
    hanging(models.Condition, proposals, 5, lambda n, each: {**of(n), **_condition(n, each, chance)}, seen)
    hanging(models.Position, proposals, 4, lambda n, each: {**of(n), **_position(n, each, chance)}, seen)
    hanging(models.TrendAssessment, proposals, 1, lambda n, _: {**of(n), **_trend(chance)}, seen)
    watch: Callable[[int], dict[str, Any]] = lambda n: {"user": reader, **_of_it(offers[n * 7 - 1], n * 7)}  # noqa: E731
    written(models.Subscription, min(proposals // 7, 300), watch, seen)
    return reader


def _of_it(offer: dict[str, Any], n: int) -> dict[str, Any]:
    return {"negotiation_id": offer["negotiation_id"], "proposal_id": n}


def written(model: Any, number: int, row: Callable[[int], dict[str, Any]], shared: dict[str, Any]) -> None:
    """So many rows, numbered from 1."""
    _insert(model, (model(**shared, **row(n)) for n in range(1, number + 1)))


def hanging(
    model: Any, proposals: int, each: int, row: Callable[[int, int], dict[str, Any]], shared: dict[str, Any]
) -> None:
    """So many rows for each proposal."""
    _insert(model, (model(**shared, **row(n, k)) for n in range(1, proposals + 1) for k in range(each)))


def _insert(model: Any, rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)


def _moment(prefix: str, at: datetime) -> dict[str, Any]:
    return {
        f"{prefix}_on": at.date(),
        f"{prefix}_at": at,
        f"{prefix}_precision": Precision.MINUTE,
        f"{prefix}_zone": "UTC",
    }


def _day(chance: random.Random) -> datetime:
    return START + timedelta(minutes=chance.randint(0, 700_000))


def _article(n: int, chance: random.Random) -> dict[str, Any]:
    text = f"Report {n} on {chance.choice(WORDS)} and {chance.choice(WORDS)}"
    named = {"reference": f"S-{n}", "title": text, "search_text": text.lower()}
    return {**named, "source_id": n % SOURCES + 1, **_moment("published", _day(chance))}


def _claim(n: int, articles: int, chance: random.Random) -> dict[str, Any]:
    said = {"asserted_by_person_id": n % PEOPLE + 1} if n % 3 == 0 else {}
    return {
        **said,
        "negotiation_id": n % HOMES + 1,
        "article_id": n % articles + 1,
        "assertion": f"It is said that {chance.choice(WORDS)} would follow {chance.choice(WORDS)} ({n}).",
        "quotation": "We shall see about that.",
        "evidence": Evidence.REPORT,
        **_moment("stated", _day(chance)),
    }


def _offer(n: int, chance: random.Random) -> dict[str, Any]:
    title = f"Proposal {n}: {chance.choice(WORDS)} for {chance.choice(WORDS)}"
    text = f"{title}. " + " ".join(chance.choices(WORDS, k=25))
    return {
        "negotiation_id": n % HOMES + 1,
        "reference": f"P-{n}",
        "title": title,
        "kind": ProposalKind.CEASEFIRE,
        "summary": text,
        "search_text": text.lower(),
        "status": chance.choice(list(ProposalStatus)),
        "status_since_at": _day(chance),
        "next_due_at": _day(chance),
        "changed_at": _day(chance),
        **_moment("opened", _day(chance)),
    }


def _status(chance: random.Random) -> dict[str, Any]:
    return {
        "status": chance.choice(list(ProposalStatus)),
        "reason": "It was said so in the capital that evening.",
        **_moment("stated", _day(chance)),
    }


def _seat(n: int, each: int, offer: dict[str, Any]) -> dict[str, Any]:
    role = (InvolvementRole.PROPOSER, InvolvementRole.ADDRESSEE, InvolvementRole.MEDIATOR)[each]
    who = {"person_id": n % PEOPLE + 1} if each == 2 else {"party_id": (n * (each + 1)) % PARTIES + 1}
    return {**who, "role": role, "status": offer["status"], "next_due_at": offer["next_due_at"]}


def _deadline(offer: dict[str, Any], each: int) -> dict[str, Any]:
    return {
        "kind": DeadlineKind.REVIEW,
        "title": "They look at it again",
        "expression": "within 30 days of signature",
        "status": DeadlineStatus.PENDING,
        **_moment("due", offer["next_due_at"] + timedelta(days=each)),
    }


def _condition(n: int, each: int, chance: random.Random) -> dict[str, Any]:
    return {
        "reference": f"C-{n * 5 + each}",
        "text": f"{chance.choice(WORDS).capitalize()} are to be looked after by both sides.",
        "role": ConditionRole.GUARANTEE,
        "demanded_by_id": n % PARTIES + 1,
        "display_order": each,
        "blocks": (n + each) % 4 == 0,
    }


def _position(n: int, each: int, chance: random.Random) -> dict[str, Any]:
    """Of the first two parties with a seat, each on two of the five conditions."""
    return {
        "proposal_id": None,
        "condition_id": (n - 1) * 5 + each + 1,
        "party_id": (n * (each % 2 + 1)) % PARTIES + 1,
        "stance": chance.choice(list(Stance)),
        **_moment("stated", _day(chance)),
    }


def _trend(chance: random.Random) -> dict[str, Any]:
    return {"trend": chance.choice(list(Trend)), "reason": "They said so.", **_moment("stated", _day(chance))}
