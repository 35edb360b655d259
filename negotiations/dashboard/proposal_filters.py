"""What the list of proposals offers to choose from: ready-made views, menus with counts, and the filters in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.dashboard.filtered import Asked
from negotiations.enums import ProposalStatus
from negotiations.models import Involvement
from negotiations.queries.known_proposals import known_proposals, open_on_that_day
from negotiations.queries.shapes import Reader
from negotiations.queries.watching import running
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import NO_DATE

S = ProposalStatus
ENDED = tuple(status for status in S if status not in OPEN_STATUSES)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class View:
    """A ready-made question: its name, its address, how many answer it."""

    name: str
    address: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a menu, with how many rows have it (None: not counted)."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter with a closed choice; `many` when several values can be ticked."""

    name: str
    label: str
    choices: list[Choice]
    many: bool

    @property
    def used(self) -> int:
        return sum(1 for choice in self.choices if choice.chosen)


@dataclass(frozen=True, slots=True)
class Applied:
    """One filter in force, in words, and the address of the list without it."""

    text: str
    without: str


class Offers:
    """Reads the counts once: four statements, however many proposals there are; on a past day, as they stood then."""

    def __init__(self, reader: Reader, asked: Asked) -> None:
        known = known_proposals(reader)
        now = reader.now
        status, due = ("status_then", "due_then") if reader.then else ("status", "next_due_at")
        self.asked = asked
        self.past = reader.then is not None
        self.by_status: dict[str, int] = dict(
            known.order_by().values_list(status).annotate(number=Count("pk")).values_list(status, "number")
        )
        self.week_ends = (timezone.localtime(now) + WEEK).replace(hour=23, minute=59, second=59, microsecond=0)
        self.dated: Mapping[str, int] = (
            open_on_that_day(reader)
            .order_by()
            .aggregate(
                overdue=Count("pk", filter=Q((f"{due}__lte", now))),
                undated=Count("pk", filter=Q((due, NO_DATE))),
                week=Count("pk", filter=Q((f"{due}__lte", self.week_ends))),
            )
        )
        mine = running(reader.user).filter(proposal__isnull=False).values("proposal")
        self.watching = open_on_that_day(reader).filter(pk__in=mine).count()
        seats = Involvement.objects.visible_to(reader.user).filter(party__isnull=False).order_by()
        self.parties: list[tuple[int, str, int]] = list(
            seats.values("party_id", "party__name", "party__display_order")
            .annotate(number=Count("proposal", distinct=True))
            .order_by("party__display_order", "party__name")
            .values_list("party_id", "party__name", "number")[:100]
        )

    def views(self) -> list[View]:
        week = self.week_ends.isoformat()
        # A past day can be asked for what the record keeps of the past; its next dates are not among that.
        dated = [
            self._view(_("Overdue"), {"overdue": "true"}, self.dated["overdue"]),
            self._view(_("Due in 7 days"), {"next_due_at__lte": week}, self.dated["week"]),
            self._view(_("No date"), {"next_due_at__isnull": "true"}, self.dated["undated"]),
        ]
        return [
            self._view(_("All open"), {}, sum(self.by_status.get(status, 0) for status in OPEN_STATUSES)),
            *([] if self.past else dated),
            self._view(_("Watching"), {"watching": "true"}, self.watching),
            self._view(_("On hold"), {"status__in": S.ON_HOLD.value}, self.by_status.get(S.ON_HOLD, 0)),
            self._view(
                _("Ended"), {"status__in": ",".join(ENDED)}, sum(self.by_status.get(status, 0) for status in ENDED)
            ),
        ]

    def _view(self, name: str, values: dict[str, str], count: int) -> View:
        fresh = Asked({}, 1, "", ())
        return View(name, fresh.address(**values), count, not self.asked.problems and self.asked.values == values)

    def menus(self) -> list[Menu]:
        chosen = self.asked.values.get("status__in", "").split(",")
        party = self.asked.values.get("party", "")
        statuses = [
            Choice(status.value, capfirst(str(status.label)), self.by_status.get(status, 0), status.value in chosen)
            for status in S
        ]
        parties = [Choice(str(pk), name, number, str(pk) == party) for pk, name, number in self.parties]
        return [
            Menu("status__in", _("Status"), statuses, many=True),
            Menu("party", _("Party"), parties, many=False),
        ]

    def applied(self) -> list[Applied]:
        """Every filter in force, each with the address that takes it away."""
        return [
            Applied(self._in_words(name, value), self.asked.address(**{name: ""}))
            for name, value in self.asked.values.items()
        ]

    def _in_words(self, name: str, value: str) -> str:
        if name == "status__in":
            words = [str(S(code).label) if code in S.values else code for code in value.split(",")]
            return _("Status: %(words)s") % {"words": ", ".join(words)}
        if name == "party":
            named = {str(pk): party for pk, party, _number in self.parties}
            return _("Party: %(name)s") % {"name": named.get(value, value)}
        if name == "q":
            return _("Words: %(words)s") % {"words": value}
        if name == "next_due_at__isnull":
            return _("No date") if value == "true" else _("With a date")
        if name == "next_due_at__lte":
            return _("Due by %(day)s") % {"day": value[:10]}
        if name == "divergent":
            return _("Accounts differ") if value == "true" else _("Accounts agree")
        if name == "watching":
            return _("I watch it") if value == "true" else _("I do not watch it")
        if name == "overdue":
            return _("Overdue") if value == "true" else _("Not overdue")
        return f"{name}: {value}"
