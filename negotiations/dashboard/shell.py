"""What every page of the dashboard is set in: the sidebar, the clock and the reader's zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from config import clock
from negotiations.dashboard.account_crumbs import account_crumbs
from negotiations.dashboard.day_shown import NAMES, DayShown, NoSuchDayError, day_shown
from negotiations.dashboard.display import chosen, chosen_by
from negotiations.models import User
from negotiations.queries.shapes import Reader
from negotiations.queries.sidebar import Watched, counted, watched_proposals


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the sidebar; `key` follows g on the keyboard, `count` is None where nothing is counted.

    `failed` counts what is wrong there.
    """

    section: str
    name: str
    route: str
    icon: str
    key: str
    count: int | None = None
    failed: int = 0


class Shell:
    """Reads what the sidebar shows only when a template asks for it. `now` is the end of the day shown, if one is.

    A `bare` one counts nothing and lists nothing that is watched: it asks nothing of a database that may be away.
    """

    def __init__(self, user: User, present: datetime, query: QueryDict, *, bare: bool = False) -> None:
        self.bare = bare
        self.user = user
        self.present = present
        self.query = query
        self.day = self._day()
        self.now = self.day.moment if self.day else present

    def _day(self) -> DayShown | None:
        """None for a day that cannot be shown: the page itself says so."""
        try:
            return day_shown(self.query, self.user.time_zone, self.present)
        except NoSuchDayError:
            return None

    @property
    def asked_besides_day(self) -> list[tuple[str, list[str]]]:
        """What else the address asks for, to be asked for again on another day."""
        return [(name, values) for name, values in self.query.lists() if name not in {*NAMES, "page"}]

    @cached_property
    def _reading(self) -> Reader:
        return Reader(self.user, self.now, self.day.then if self.day else None)

    @cached_property
    def _counted(self) -> tuple[int | None, int]:
        return (None, 0) if self.bare else counted(self._reading)

    @property
    def open_count(self) -> int | None:
        """How many proposals are open, of which a page may list only the first."""
        return self._counted[0]

    @property
    def has_mailbox(self) -> bool:
        """Whether this is the demonstration, which shows the mails it sends."""
        return settings.MAILBOX_DIR is not None

    @property
    def zone(self) -> str:
        """The reader's zone with its present offset: "Europe/Kyiv (UTC+3)"."""
        return zone_with_offset(self.user.time_zone, self.now)

    @property
    def initials(self) -> str:
        return initials(str(self.user))

    @property
    def time_left_words(self) -> dict[str, str]:
        """What the countdown says in this reader's language, as `templatetags.moments.time_left` does."""
        return {
            "over": _("%(time)s over"),
            "days-hours": _("%(days)d d %(hours)d h"),
            "hours-minutes": _("%(hours)d h %(minutes)d min"),
            "days": _("%d d"),
            "hours": _("%d h"),
            "minutes": _("%d min"),
        }

    @cached_property
    def pages(self) -> list[Page]:
        return [
            Page("overview", _("Overview"), "dashboard:overview", "i-overview", "o"),
            Page(
                "proposals",
                _("Proposals"),
                "dashboard:proposal-list",
                "i-list",
                "p",
                self.open_count,
            ),
            Page("positions", _("Positions"), "dashboard:position-matrix", "i-matrix", "m"),
            Page("timeline", _("Timeline"), "dashboard:timeline", "i-lanes", "t"),
            Page("calendar", _("Calendar"), "dashboard:calendar", "i-calendar", "c"),
            Page("dependencies", _("Dependencies"), "dashboard:dependencies", "i-graph", "d"),
            Page("corrections", _("Corrections"), "dashboard:correction-list", "k-source", "x"),
        ]

    @cached_property
    def record_pages(self) -> list[Page]:
        """What the record is made of, below the pages that read it."""
        return [
            Page("parties", _("Parties and people"), "dashboard:party-list", "i-people", "r"),
            Page("sources", _("Sources and claims"), "dashboard:source-list", "i-source", "s"),
            Page("alerts", _("Alerts"), "dashboard:alert-list", "i-inbox", "a", failed=self._counted[1]),
        ]

    @cached_property
    def watched(self) -> list[Watched]:
        return [] if self.bare else watched_proposals(self._reading)


def bare_shell(request: HttpRequest) -> dict[str, object]:
    """The context of a page that tells of a failure, for who seems to be signed in; else how this browser looks."""
    user = getattr(request, "_cached_user", None)
    known = user if isinstance(user, User) else None
    display: dict[str, object] = {"display": chosen_by(known, request)}
    if known is None and (user is not None or settings.SESSION_COOKIE_NAME not in request.COOKIES):
        return display
    shown = Shell(known or User(), clock.now(), QueryDict(), bare=True)
    return {"shell": shown, "user": known, **display}


def shell(request: HttpRequest) -> Mapping[str, object]:
    """Context processor: the shell for a signed-in reader; for anybody, how pages look in this browser.

    The pages of the dashboard say their own breadcrumb; those of the sign-in library have this one.
    """
    user = getattr(request, "user", None)
    display = {"display": chosen(request)}
    if not isinstance(user, User):
        return display
    return {"shell": Shell(user, clock.now(), request.GET), "crumbs": account_crumbs(request), **display}


def initials(name: str) -> str:
    """At most two letters for the disc beside a name."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def zone_with_offset(zone: str, now: datetime) -> str:
    offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
    hours, minutes = int(offset[1:3]), int(offset[3:5])
    sign = "−" if offset[0] == "-" else "+"
    return f"{zone} (UTC{sign}{hours}{f':{minutes:02}' if minutes else ''})"
