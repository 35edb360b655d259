"""The list of proposals: filtered, sorted, in the columns that were chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb
from negotiations.dashboard.bulk import AT_MOST
from negotiations.dashboard.filtered import PAGE_SIZE, Asked, FilteredList
from negotiations.dashboard.proposal_columns import (
    GROUPS,
    ORDERINGS,
    USUAL,
    Column,
    grouped,
    in_order,
    labels,
)
from negotiations.dashboard.proposal_filters import Applied, Offers
from negotiations.dashboard.saved_views import saved_views
from negotiations.filters.fields import nearest, shown
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Proposal
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.known_proposals import known_proposals
from negotiations.queries.proposal_lines import proposal_lines
from negotiations.rules.lifecycle import OPEN_STATUSES

# The filters that a control of the form stands for; the others are carried on.
_STOOD_FOR = frozenset({"q", "status__in", "party__in", "owner__in"})


class ProposalList(FilteredList):
    """Open proposals, soonest date first, unless a status is asked for."""

    template_name = "dashboard/proposal_list.html"
    section = "proposals"
    filters = ProposalFilters
    default_ordering = "next_due_at"
    besides: ClassVar[tuple[str, ...]] = ("columns", "group")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Proposals"))]

    def known(self) -> ProposalQuerySet:
        return known_proposals(self.reading())

    def unless_asked(self, rows: QuerySet[Proposal], asked: Asked) -> QuerySet[Proposal]:
        by_status = any(name.split("__")[0] == "status" for name in asked.values)
        return rows if by_status else rows.filter(Q((f"{self.column('status')}__in", OPEN_STATUSES)))

    def by_default(self) -> str:
        return "due_then" if self.day else self.default_ordering

    def ask(self) -> Asked:
        asked = super().ask()
        known = labels()
        names = [name for given in self.request.GET.getlist("columns") for name in given.split(",") if name]
        unknown = [name for name in names if name not in known]
        if unknown:
            told = _("There is no column %(name)s.") % {"name": shown(unknown[0])} + nearest(unknown[0], known)
            return replace(asked, problems=(*asked.problems, told))
        chosen = in_order(names)
        drawn = {"columns": ",".join(chosen)} if chosen and chosen != USUAL else {}
        group = self.request.GET.get("group", "")
        offered = self.groups()
        if group and group not in offered:
            told = _("There is no group %(name)s.") % {"name": shown(group)} + nearest(group, offered)
            return replace(asked, problems=(*asked.problems, told), drawn=drawn)
        return replace(asked, drawn={**drawn, **({"group": group} if group else {})})

    def groups(self) -> list[str]:
        """By what the rows can be grouped: who owns a proposal is kept for today only."""
        return [name for name in GROUPS if not self.day or name not in self.filters.timeless]

    def narrowed(self, rows: QuerySet[Any], asked: Asked) -> tuple[QuerySet[Any], tuple[str, ...]]:
        found, problems = super().narrowed(rows, asked)
        if (group := asked.drawn.get("group")) and not problems:
            found = found.order_by(*GROUPS[group][0](self.column(group)), *found.query.order_by)
        return found, problems

    def shown(self, asked: Asked) -> tuple[str, ...]:
        """The columns beside the title."""
        return tuple(asked.drawn["columns"].split(",")) if "columns" in asked.drawn else USUAL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, page = kwargs["asked"], kwargs["page"]
        offers = Offers(self.reading(), asked)
        first = max(page.start_index() - 1, 0)
        lines = proposal_lines(kwargs["rows"][first : page.end_index()], self.reading())
        return super().get_context_data(
            lines=lines,
            groups=grouped(lines, asked.drawn.get("group", "")),
            choosing=self.day is None,
            offered_groups=[(name, labels()[name], asked.drawn.get("group") == name) for name in self.groups()],
            views=offers.views(),
            menus=offers.menus(),
            applied=offers.applied(),
            instead=self._instead(asked, offers.applied()) if not lines and not kwargs["problems"] else [],
            offered_columns=[(name, word, name in self.shown(asked)) for name, word in labels().items()],
            saved=saved_views(self.reading(), asked) if self.day is None else None,
            files=self.export(asked),
            title_head=self._head(asked, "title", _("Proposal")),
            columns=[self._head(asked, name, labels()[name]) for name in self.shown(asked)],
            every=page.paginator.count if page.paginator.count > PAGE_SIZE and not self.day else 0,
            at_once=AT_MOST,
            query=urlencode(asked.values),
            carried={name: value for name, value in asked.values.items() if name not in _STOOD_FOR},
            kept={**asked.values, **({"ordering": asked.ordering} if asked.ordering else {}), **asked.drawn},
            **kwargs,
        )

    def _head(self, asked: Asked, name: str, label: str) -> Column:
        ordering = ORDERINGS.get(name, "")
        if ordering not in self.filters.ordered_by(then=self.day is not None):
            return Column(name, label)
        head = self.head(asked, ordering)
        return Column(name, label, head["address"], head["sorted"])

    def _instead(self, asked: Asked, applied: list[Applied]) -> list[tuple[Applied, int]]:
        """For a list that found nothing: each filter, and how many there are without it; the most first."""
        found = []
        for each in applied:
            rest = {name: value for name, value in asked.values.items() if name != each.name}
            without = replace(asked, values=rest)
            rows, _problems = self.narrowed(self.unless_asked(self.known(), without), without)
            found.append((each, rows.count()))
        return sorted(found, key=lambda one: -one[1])

    def export(self, asked: Asked) -> dict[str, str]:
        """Where all that is listed is found as a file, page or no page."""
        return {kind: reverse(f"dashboard:proposal-{kind}") + asked.address() for kind in ("csv", "json")}
