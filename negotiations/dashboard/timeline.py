"""The timeline: lanes over a window of weeks, and every entry as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.day_shown import NAMES
from negotiations.dashboard.lanes import Drawn, Window, drawn
from negotiations.filters.fields import DayField, nearest, shown
from negotiations.queries.newly_moved import Moved
from negotiations.queries.timeline import Timeline as Found
from negotiations.queries.timeline import timeline
from negotiations.rules.moments import EARLIEST, LATEST, end_of_day, start_of_day

KINDS = {
    "deadline": frozenset({"deadline", "outcome"}),
    "meeting": frozenset({"meeting"}),
    "statement": frozenset({"statement", "position"}),
    "event": frozenset({"event"}),
    "change": frozenset({"change", "trend"}),
}
# For each number of weeks: columns, days in one, columns between two lines, weeks before the present one.
_SCALES = {"2": (14, 1, 1, 0), "5": (35, 1, 7, 3), "13": (46, 2, 7, 7), "52": (53, 7, 4, 38)}
_PARAMETERS = ("from", "w", "hide")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What the address asks for; `problems` say what could not be understood."""

    start: date
    scale: str
    hidden: tuple[str, ...]
    chosen: bool
    problems: tuple[str, ...]

    @property
    def window(self) -> Window:
        columns, unit, step, _back = _SCALES[self.scale]
        return Window(self.start, columns, unit, step)

    def address(self, **changes: str) -> str:
        own = {"from": self.start.isoformat() if self.chosen else "", "w": self.scale, "hide": ",".join(self.hidden)}
        return f"?{urlencode({name: value for name, value in {**own, **changes}.items() if value})}"


class Timeline(DashboardView):
    template_name = "dashboard/timeline.html"
    section = "timeline"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Timeline"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.ask()
        context = self.get_context_data(asked=asked, problems=asked.problems, **kwargs)
        return self.render_to_response(context, status=400 if asked.problems else 200)

    def ask(self) -> AskedFor:
        query = self.request.GET
        problems = [
            _("There is no parameter %(name)s.") % {"name": shown(name)} + nearest(name, _PARAMETERS)
            for name in query
            if name not in {*_PARAMETERS, *NAMES}
        ]
        scale = query.get("w", "5")
        if scale not in _SCALES:
            problems.append(_("w: %(value)s is none of 2, 5, 13, 52 weeks.") % {"value": shown(scale)})
            scale = "5"
        hidden = tuple(name for name in query.get("hide", "").split(",") if name)
        problems += [
            _("hide: %(value)s is none of %(known)s.") % {"value": shown(name), "known": ", ".join(KINDS)}
            for name in hidden
            if name not in KINDS
        ]
        today = timezone.localdate(self.now)
        start = today - timedelta(days=today.weekday(), weeks=_SCALES[scale][3])
        chosen = None
        try:
            chosen = DayField().clean(query.get("from", ""))
        except ValidationError as error:
            problems += [f"from: {message}" for message in error.messages]
        kept = tuple(dict.fromkeys(name for name in hidden if name in KINDS))
        return AskedFor(min(chosen or start, LATEST - timedelta(weeks=54)), scale, kept, bool(chosen), tuple(problems))

    def span(self, asked: AskedFor) -> tuple[datetime, datetime]:
        """Everything after the one instant, up to the other: what is dated to the first day begins at its first."""
        window, zone = asked.window, self.reader.time_zone
        return start_of_day(window.start, zone) - timedelta(microseconds=1), end_of_day(window.end, zone)

    def entries(self, asked: AskedFor) -> tuple[Found, list[tuple[Moved, set[str]]]]:
        """What the window holds, and of it each entry of the kinds shown with its proposals; newest first."""
        found = timeline(self.reading(), *self.span(asked))
        away = {kind for name in asked.hidden for kind in KINDS[name]}
        return found, [(entry, of) for entry, of in zip(found.entries, found.of, strict=True) if entry.kind not in away]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: AskedFor = kwargs["asked"]
        window = asked.window
        found, kept = self.entries(asked)
        today = timezone.localdate(self.now)
        return super().get_context_data(
            window=window,
            today=window.column(today) if window.start <= today <= window.end else 0,
            lanes=[] if asked.problems else _lanes(found, kept, window, today),
            entries=[] if asked.problems else [Row(entry, names_of(found, of)) for entry, of in kept],
            scales=[(asked.address(w=scale), name, scale == asked.scale) for scale, name in _scales()],
            kinds=_kinds(asked),
            earlier=asked.address(**{"from": max(window.start - timedelta(days=_pace(window)), EARLIEST).isoformat()}),
            later=asked.address(**{"from": (window.start + timedelta(days=_pace(window))).isoformat()}),
            back=asked.address(**{"from": ""}),
            files={kind: reverse(f"dashboard:timeline-{kind}") + asked.address() for kind in ("csv", "json", "ics")},
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, with the proposals it belongs to: reference and name."""

    entry: Moved
    proposals: list[tuple[str, str]]


def _pace(window: Window) -> int:
    """By how many days one step goes."""
    return max(window.columns * window.unit // 35 * 7, 7)


def names_of(found: Found, of: set[str]) -> list[tuple[str, str]]:
    return [(lane.reference, lane.name) for lane in found.lanes if lane.reference in of]


def _lanes(found: Found, kept: list[tuple[Moved, set[str]]], window: Window, today: date) -> list[Drawn]:
    numbered = [(number, entry, of) for number, (entry, of) in enumerate(kept, start=1)]
    ground = [(number, entry) for number, entry, _of in numbered if entry.violent]
    rest = [(number, entry) for number, entry, of in numbered if not entry.violent and not of]
    lanes = [drawn(None, _("On the ground"), ground, window, today)]
    if rest:
        lanes.append(drawn(None, _("Of no one proposal"), rest, window, today))
    for lane in found.lanes:
        own = [(number, entry) for number, entry, of in numbered if lane.reference in of and not entry.violent]
        lanes.append(drawn(lane, lane.name, own, window, today))
    return lanes


def _scales() -> list[tuple[str, str]]:
    return [("2", _("2 weeks")), ("5", _("5 weeks")), ("13", _("Quarter")), ("52", _("Year"))]


def _kinds(asked: AskedFor) -> list[tuple[str, str, str, bool]]:
    """Glyph's kind, name, address that shows or hides it, and whether it is shown."""
    names = {
        "deadline": _("Deadlines"),
        "meeting": _("Meetings"),
        "statement": _("Statements"),
        "event": _("Events"),
        "change": _("Changes"),
    }
    found = []
    for kind, name in names.items():
        shows = kind not in asked.hidden
        hidden = [*asked.hidden, kind] if shows else [each for each in asked.hidden if each != kind]
        found.append((kind, name, asked.address(hide=",".join(hidden)), shows))
    return found
