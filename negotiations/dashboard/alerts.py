"""The alerts page: every message owed to the reader, and to others where the reader leads."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.dashboard.alert_lines import MOVES, alert_lines
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.filter_menus import FilterMenus
from negotiations.dashboard.filtered import Asked, FilteredList
from negotiations.dashboard.proposal_filters import Applied, View
from negotiations.dashboard.snoozing import NAMES
from negotiations.enums import AlertState
from negotiations.filters.alerts import AlertFilters
from negotiations.models import Alert
from negotiations.queries.alert_health import mail_standing
from negotiations.queries.alerts import ALERT, WAITING, alerts_for, unseen_by_anyone
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader

FAILED = {"state": AlertState.DEAD.value, "seen_at__isnull": "true"}
TABS: tuple[tuple[Any, dict[str, str]], ...] = (
    (gettext_lazy("Failed"), FAILED),
    (gettext_lazy("Waiting"), {"state__in": ",".join(WAITING)}),
    (gettext_lazy("Sent"), {"state": AlertState.SENT.value}),
    (gettext_lazy("Snoozed"), {"snoozed": "true"}),
    (gettext_lazy("All"), {}),
)
# Filters that other pages lead here with, as a chip names them.
LABELS = {
    "negotiation": gettext_lazy("Negotiation"),
    "proposal": gettext_lazy("Proposal"),
    "kind": gettext_lazy("Kind"),
    "state": gettext_lazy("State"),
    "snoozed": gettext_lazy("Snoozed"),
}


class AlertList(FilteredList):
    """Newest first. The rows, and their order, are those of the API's list for the same query."""

    template_name = "dashboard/alert_list.html"
    section = "alerts"
    filters = AlertFilters
    default_ordering = "-send_at"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Alerts"))]

    def known(self) -> QuerySet[Alert]:
        """On a past day those raised by then, as they stand now: how a mail fares has no history of its own."""
        rows = alerts_for(self.reader)
        return rows.filter(raised_at__lte=self.now) if self.day else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, page = kwargs["asked"], kwargs["page"]
        reader = Reader(self.reader, self.now)
        first = max(page.start_index() - 1, 0)
        alerts = read(kwargs["rows"][first : page.end_index()], ALERT, reader)
        unseen = unseen_by_anyone(self.reader, [alert.id for alert in alerts], self.now)
        return super().get_context_data(
            lines=alert_lines(alerts, unseen, reader),
            tabs=self._tabs(asked),
            mail=mail_standing(self.reader, self.now),
            moves=list(MOVES.items()),
            snoozes=list(NAMES.items()),
            applied=self._applied(asked),
            **kwargs,
        )

    def _applied(self, asked: Asked) -> list[Applied]:
        """The filters in force, unless a tab stands for them."""
        if asked.problems or any(asked.values == values for _name, values in TABS):
            return []
        named = {name: str(label) for name, label in LABELS.items() if name in asked.values}
        return FilterMenus(self.filters, named, asked, self.known(), self.reader).applied()

    def _tabs(self, asked: Asked) -> list[View]:
        now = self.now
        numbers = (
            self.known()
            .order_by()
            .aggregate(
                failed=Count("pk", filter=Q(state=AlertState.DEAD, seen_at=None)),
                waiting=Count("pk", filter=Q(state__in=WAITING)),
                sent=Count("pk", filter=Q(state=AlertState.SENT)),
                snoozed=Count("pk", filter=Q(snoozed_until__gt=now)),
                all=Count("pk"),
            )
        )
        fresh = Asked({}, 1, "", ())
        return [
            View(str(name), fresh.address(**values), count, not asked.problems and asked.values == values)
            for (name, values), count in zip(TABS, numbers.values(), strict=True)
        ]
