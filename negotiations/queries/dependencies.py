"""What waits for what: conditions that hold their proposals up, and the conditions that these wait for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from msgspec import Struct
from msgspec.structs import replace

from negotiations import models
from negotiations.enums import Progress
from negotiations.queries.bounds import Id, Reason
from negotiations.queries.cited import CONDITION_REF, ConditionRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.conditions import CONDITION, Condition, Need, not_dropped
from negotiations.queries.known_proposals import known_proposals, names
from negotiations.queries.proposal_rows import open_and_dated
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape
from negotiations.rules.blocking import circles_in
from negotiations.rules.moments import NO_DATE

MOST_BOXES, MOST_LINES = 60, 600


class Dependency(Struct):
    """`condition` waits for `needs`; no longer once `cleared_on`."""

    id: Id
    condition: ConditionRef | None
    needs: ConditionRef | None
    reason: Reason
    cleared_on: date | None
    claim: ClaimRef | None


class Box(Struct, frozen=True):
    """A condition, or a proposal that conditions hold up. `status` is the proposal's, `progress` the condition's.

    `due_at` is the nearest open deadline in UTC, `page` the reference of the proposal on whose page it stands.
    """

    reference: str
    words: str
    page: str
    due_at: datetime | None
    status: str = ""
    progress: int = 0


class Tie(Struct, frozen=True):
    """`box` waits for `needed`, both by reference. `settled`: no longer; `cleared_on` where somebody recorded the day.

    `reason` and `claim` are those of the dependency, or of the condition that holds its proposal up.
    """

    needed: str
    box: str
    reason: str
    settled: bool
    cleared_on: date | None
    claim: ClaimRef | None


class Dependencies(Struct):
    """Boxes and ties between them; `ids` of the conditions asked for, `circles` by reference, `more` found no room."""

    boxes: list[Box]
    ties: list[Tie]
    circles: list[list[str]]
    ids: list[int]
    more: int

    def needs(self, reference: str) -> list[Tie]:
        return [tie for tie in self.ties if tie.box == reference]

    def held_up(self, reference: str) -> list[Tie]:
        return [tie for tie in self.ties if tie.needed == reference]


DEPENDENCY = Shape(
    Dependency,
    models.ConditionDependency,
    refs={"condition": CONDITION_REF, "needs": CONDITION_REF, "claim": CLAIM_REF},
)


def dependencies(asked: QuerySet[models.Condition], reader: Reader) -> Dependencies:
    """Of these conditions, scoped and standing on the day that is looked at, those that hold something up or wait.

    What they wait for, and what waits for them, is read along with them, one step far. With more than 60 boxes, `more`
    says how many conditions there are and nothing is drawn. A constant number of statements.
    """
    known = CONDITION.standing(models.Condition.objects.visible_to(reader.user), reader.then)
    known = known.filter(not_dropped(reader))
    standing = known.order_by().values("pk")
    ties = DEPENDENCY.standing(models.ConditionDependency.objects.visible_to(reader.user), reader.then)
    ties = ties.filter(condition__in=standing, needs__in=standing)
    chosen = asked.filter(not_dropped(reader)).order_by().values("pk")
    touching = ties.filter(Q(condition__in=chosen) | Q(needs__in=chosen)).order_by("pk")
    lines = [_as_known(line, reader) for line in read(touching[:MOST_LINES], DEPENDENCY, reader)]
    ends = {end.id for line in lines for end in (line.condition, line.needs) if end}
    wanted = known.filter(Q(pk__in=ends) | Q(pk__in=chosen, blocks=True))
    conditions = read(wanted.order_by("proposal_id", "display_order", "pk")[:MOST_BOXES], CONDITION, reader)
    count = wanted.count() if len(conditions) == MOST_BOXES else len(conditions)
    held = _held_up(conditions, reader)
    if count + len(held) > MOST_BOXES:
        return Dependencies([], [], [], [], count + len(held))
    boxes = [*_boxes(conditions, reader), *held.values()]
    found = [*_between(lines, conditions), *_holding(conditions, held)]
    among = set(asked.filter(pk__in=[each.id for each in conditions]).order_by().values_list("pk", flat=True))
    return Dependencies(boxes, found, _circles(found), [each.id for each in conditions if each.id in among], 0)


def _as_known(line: Dependency, reader: Reader) -> Dependency:
    return replace(line, cleared_on=None) if still_waits(line, reader) else line


def still_waits(line: Dependency | Need, reader: Reader) -> bool:
    """Whether it was not cleared yet: a day on which it was counts only once that day has begun."""
    if reader.then is None or line.cleared_on is None:
        return line.cleared_on is None
    return line.cleared_on > reader.then.as_of.astimezone(ZoneInfo(reader.user.time_zone)).date()


def _boxes(conditions: list[Condition], reader: Reader) -> list[Box]:
    rows = models.Deadline.objects.visible_to(reader.user).filter(condition__in=[each.id for each in conditions])
    due = "due_at_then" if reader.then else "due_at"
    nearest: dict[int, datetime] = {}
    for condition, moment in open_and_dated(rows, reader.then).values_list("condition_id", due):
        nearest.setdefault(condition, moment)
    return [
        Box(
            each.reference,
            each.text,
            each.proposal.reference if each.proposal else "",
            nearest.get(each.id),
            progress=each.progress,
        )
        for each in conditions
    ]


def _held_up(conditions: list[Condition], reader: Reader) -> dict[int, Box]:
    """The proposals that these conditions hold up, or once did, by id."""
    ids = {each.proposal.id for each in conditions if each.blocks and each.proposal}
    status, due = ("status_then", "due_then") if reader.then else ("status", "next_due_at")
    rows: Any = known_proposals(reader).filter(pk__in=ids).order_by("pk")
    columns = ("pk", "reference", *names(reader.then), status, due)
    return {
        pk: Box(reference, short or title, reference, None if moment == NO_DATE else moment, status=standing)
        for pk, reference, short, title, standing, moment in rows.values_list(*columns)
    }


def _between(lines: list[Dependency], conditions: list[Condition]) -> list[Tie]:
    by_id = {each.id: each for each in conditions}
    found = []
    for line in lines:
        if line.condition and line.needs and {line.condition.id, line.needs.id} <= by_id.keys():
            settled = line.cleared_on is not None or by_id[line.needs.id].progress == Progress.FULL
            ends = (line.needs.reference, line.condition.reference)
            found.append(Tie(*ends, line.reason, settled, line.cleared_on, line.claim))
    return found


def _holding(conditions: list[Condition], held: dict[int, Box]) -> list[Tie]:
    return [
        Tie(each.reference, held[each.proposal.id].reference, "", each.progress == Progress.FULL, None, each.claim)
        for each in conditions
        if each.blocks and each.proposal and each.proposal.id in held
    ]


def _circles(ties: list[Tie]) -> list[list[str]]:
    """Those who still wait for each other."""
    names = list(dict.fromkeys(end for tie in ties for end in (tie.needed, tie.box)))
    number = {name: place for place, name in enumerate(names)}
    needs: dict[int, list[int]] = {}
    for tie in ties:
        if not tie.settled:
            needs.setdefault(number[tie.box], []).append(number[tie.needed])
    return [[names[place] for place in circle] for circle in circles_in(needs)]
