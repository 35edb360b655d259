"""What the list of proposals offers to choose from: ready-made views, menus with counts, and the filters in force."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.dashboard.filtered import Asked
from negotiations.enums import ProposalStatus
from negotiations.models import Involvement
from negotiations.queries.known_proposals import known_proposals, open_on_that_day
from negotiations.queries.momentum import stuck
from negotiations.queries.shapes import Reader
from negotiations.queries.unanswered import unanswered
from negotiations.queries.watching import running
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import NO_DATE

S = ProposalStatus
SOON, WEEK = timedelta(days=3), timedelta(days=7)
NOBODY = "nobody"
# Filters that say yes or no, in words for either.
_FLAGS = {
    "next_due_at__isnull": (gettext_lazy("No date"), gettext_lazy("With a date")),
    "divergent": (gettext_lazy("Accounts differ"), gettext_lazy("Accounts agree")),
    "stuck": (gettext_lazy("Stuck"), gettext_lazy("Not stuck")),
    "to_check": (gettext_lazy("To check"), gettext_lazy("Nothing to check")),
    "unanswered": (gettext_lazy("Something is unanswered"), gettext_lazy("Everything is answered")),
    "watching": (gettext_lazy("I watch it"), gettext_lazy("I do not watch it")),
    "overdue": (gettext_lazy("Overdue"), gettext_lazy("Not overdue")),
}


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
    """A filter with a closed choice; `many` when several values can be ticked. `views` are links instead."""

    name: str
    label: str
    choices: list[Choice]
    many: bool
    views: tuple[View, ...] = ()

    @property
    def used(self) -> int:
        return sum(1 for choice in self.choices if choice.chosen) + sum(1 for view in self.views if view.current)


@dataclass(frozen=True, slots=True)
class Applied:
    """One filter in force, in words, and the address of the list without it."""

    name: str
    text: str
    without: str


class Offers:
    """Reads the counts once: as many statements however many proposals there are; on a past day, as they stood then."""

    def __init__(self, reader: Reader, asked: Asked) -> None:
        known = known_proposals(reader)
        now = reader.now
        status = "status_then" if reader.then else "status"
        self.asked = asked
        self.past = reader.then is not None
        self.by_status: dict[str, int] = dict(
            known.order_by().values_list(status).annotate(number=Count("pk")).values_list(status, "number")
        )
        self.three_end, self.week_ends = _day_ends(now + SOON), _day_ends(now + WEEK)
        self.counts: Mapping[str, int] = open_on_that_day(reader).order_by().aggregate(**self._counted(reader))
        self.owners: list[tuple[int | None, str, str, int]] = [] if self.past else _owners(reader)
        seats = Involvement.objects.visible_to(reader.user).filter(party__isnull=False).order_by()
        self.parties: list[tuple[int, str, int]] = list(
            seats.values("party_id", "party__name", "party__display_order")
            .annotate(number=Count("proposal", distinct=True))
            .order_by("party__display_order", "party__name")
            .values_list("party_id", "party__name", "number")[:100]
        )

    def _counted(self, reader: Reader) -> dict[str, Count]:
        mine = running(reader.user).filter(proposal__isnull=False).order_by().values("proposal")
        watching = {"watching": Count("pk", filter=Q(pk__in=mine))}
        if self.past:
            return watching
        return {
            "overdue": Count("pk", filter=Q(next_due_at__lte=reader.now)),
            "three": Count("pk", filter=Q(next_due_at__lte=self.three_end)),
            "week": Count("pk", filter=Q(next_due_at__lte=self.week_ends)),
            "undated": Count("pk", filter=Q(next_due_at=NO_DATE)),
            "stuck": Count("pk", filter=Q(pk__in=stuck(reader).order_by().values("pk"))),
            "unanswered": Count("pk", filter=Q(pk__in=unanswered(reader).order_by().values("pk"))),
            **watching,
        }

    def views(self) -> list[View]:
        every = self._view(_("All open"), {}, sum(self.by_status.get(status, 0) for status in OPEN_STATUSES))
        watching = self._view(_("Watching"), {"watching": "true"}, self.counts["watching"])
        if self.past:
            # A past day can be asked for what the record keeps of the past; dates and movement are not among that.
            return [every, watching]
        week = {"next_due_at__lte": self.week_ends.isoformat()}
        return [
            every,
            self._view(_("Due in 7 days"), week, self.counts["week"]),
            self._view(_("Stuck"), {"stuck": "true"}, self.counts["stuck"]),
            watching,
            self._view(_("Unanswered"), {"unanswered": "true"}, self.counts["unanswered"]),
        ]

    def _view(self, name: str, values: dict[str, str], count: int) -> View:
        fresh = Asked({}, 1, "", (), self.asked.drawn)
        return View(name, fresh.address(**values), count, not self.asked.problems and self.asked.values == values)

    def _dates(self) -> Menu:
        """Ready-made dates, each beside the other filters in force."""
        none = dict.fromkeys(("overdue", "next_due_at__lte", "next_due_at__isnull"), "")
        offered = [
            (_("Overdue"), {"overdue": "true"}, "overdue"),
            (_("In 3 days"), {"next_due_at__lte": self.three_end.isoformat()}, "three"),
            (_("In 7 days"), {"next_due_at__lte": self.week_ends.isoformat()}, "week"),
            (_("No date"), {"next_due_at__isnull": "true"}, "undated"),
        ]
        given = self.asked.values.items()
        views = [
            View(name, self.asked.address(**none | values), self.counts[key], values.items() <= given)
            for name, values, key in offered
        ]
        return Menu("next_due_at", _("Next date"), [], many=False, views=tuple(views))

    def _owner_menu(self) -> Menu:
        chosen = self.asked.values.get("owner__in", "").split(",")
        named = [
            (NOBODY if key is None else str(key), _("Nobody") if key is None else f"{first} {last}".strip(), number)
            for key, first, last, number in self.owners
        ]
        choices = [Choice(value, name, number, value in chosen) for value, name, number in named]
        return Menu("owner__in", _("Owner"), choices, many=True)

    def menus(self) -> list[Menu]:
        chosen = self.asked.values.get("status__in", "").split(",")
        named = self.asked.values.get("party__in", "").split(",")
        statuses = [
            Choice(status.value, capfirst(str(status.label)), self.by_status.get(status, 0), status.value in chosen)
            for status in S
        ]
        parties = [Choice(str(pk), name, number, str(pk) in named) for pk, name, number in self.parties]
        return [
            Menu("status__in", _("Status"), statuses, many=True),
            Menu("party__in", _("Party"), parties, many=True),
            *([] if self.past else [self._dates(), self._owner_menu()]),
        ]

    def applied(self) -> list[Applied]:
        """Every filter in force, each with the address that takes it away."""
        return [
            Applied(name, self._in_words(name, value), self.asked.address(**{name: ""}))
            for name, value in self.asked.values.items()
        ]

    def _in_words(self, name: str, value: str) -> str:
        if name == "status__in":
            words = [str(S(code).label) if code in S.values else code for code in value.split(",")]
            return _("Status: %(words)s") % {"words": ", ".join(words)}
        if name in {"party", "party__in"}:
            named = {str(pk): party for pk, party, _number in self.parties}
            return _("Party: %(name)s") % {"name": ", ".join(named.get(one, one) for one in value.split(","))}
        if name == "q":
            return _("Words: %(words)s") % {"words": value}
        if name == "next_due_at__lte":
            return _("Due by %(day)s") % {"day": _day_before(value)}
        if name == "due_by":
            return _("To come by %(day)s") % {"day": value[:60]}
        if name == "owner__in":
            named = {str(key): f"{first} {last}".strip() for key, first, last, _number in self.owners if key}
            words = [_("nobody") if one == NOBODY else named.get(one, one) for one in value.split(",")]
            return _("Owner: %(names)s") % {"names": ", ".join(words)}
        if name in _FLAGS:
            return str(_FLAGS[name][value != "true"])
        return f"{name}: {value}"


def _day_ends(moment: datetime) -> datetime:
    """The midnight at the end of that day in the zone of the page: a deadline of a whole day passes there."""
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return timezone.localtime(midnight + timedelta(hours=36)).replace(hour=0)


def _day_before(value: str) -> str:
    """The last day that lies wholly before a moment; as it was given where it is none."""
    with suppress(ValueError):
        return f"{datetime.fromisoformat(value.replace(' ', '+')) - timedelta(seconds=1):%Y-%m-%d}"
    return value[:60]


def _owners(reader: Reader) -> list[tuple[int | None, str, str, int]]:
    """Who looks after open proposals, by name, and after how many; nobody comes last."""
    names = ("owner_id", "owner__first_name", "owner__last_name")
    grouped = open_on_that_day(reader).order_by().values(*names).annotate(number=Count("pk"))
    ordered = grouped.order_by(F("owner__first_name").asc(nulls_last=True), "owner__last_name", "owner_id")
    return list(ordered.values_list(*names, "number")[:100])
