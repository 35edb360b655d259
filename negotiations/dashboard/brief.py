"""One proposal in words, on one sheet: where it stands and why, what runs out, who said what, and on which source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from negotiations.dashboard.base import BAD_REQUEST, OK, Crumb, DashboardView
from negotiations.dashboard.day_shown import NAMES, DayShown
from negotiations.dashboard.proposal_crumbs import below_proposal
from negotiations.dashboard.proposal_days import Line, lines_between
from negotiations.filters.fields import DayField, nearest, shown
from negotiations.queries.accounts import Account
from negotiations.queries.articles import ArticleRef
from negotiations.queries.claims import ClaimRef
from negotiations.queries.deadlines import DeadlineDetail, Reading
from negotiations.queries.proposal_page import Cell, ConditionBlock, ProposalPage, proposal_page
from negotiations.queries.proposal_parts import Stand
from negotiations.queries.shapes import Reader
from negotiations.rules.capitals import clocks
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.deadline_readings import live

A_WEEK = timedelta(days=7)


@dataclass
class Sources:
    """The documents in the order in which the text first names them; their numbers stand in brackets behind it."""

    articles: list[ArticleRef] = field(default_factory=list)

    def cite(self, claim: ClaimRef | None) -> int | None:
        """The number of a claim's document; None where the reader may not know of it."""
        article = claim.article if claim else None
        if article is None:
            return None
        if article.id not in (each.id for each in self.articles):
            self.articles.append(article)
        return next(place for place, each in enumerate(self.articles, 1) if each.id == article.id)


@dataclass(frozen=True, slots=True)
class Saying:
    """Where somebody stands, in whose words, and the number of its source."""

    position: Stand
    source: int | None

    @property
    def words(self) -> str:
        return self.position.claim.quotation if self.position.claim else ""


@dataclass(frozen=True, slots=True)
class Point:
    """A condition, or the proposal as a whole (None), with what was said of it and who has said nothing."""

    block: ConditionBlock | None
    source: int | None
    said: list[Saying]
    silent: list[str]


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline without an outcome; `others` are readings of it that the record does not go by."""

    deadline: DeadlineDetail
    source: int | None
    zones: tuple[str, ...]
    others: list[tuple[Reading, int | None]]


@dataclass(frozen=True, slots=True)
class Version:
    """What one party says the deal is, and the number of its source."""

    party: str
    value: str
    source: int | None


class Brief(DashboardView):
    """`?since=2025-04-10`: what the record said at the end of that day is held against; a week before by itself."""

    template_name = "dashboard/brief.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        return below_proposal(self.kwargs["reference"], _("Brief"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = proposal_page(self.kwargs["reference"], self.reading())
        if page is None:
            raise Http404
        since, problems = self._since()
        context = self.get_context_data(page=page, since=since, problems=problems)
        return self.render_to_response(context, status=BAD_REQUEST if problems else OK)

    def _since(self) -> tuple[date, list[str]]:
        """The day to compare with, and what is wrong with what was asked for."""
        today = timezone.localdate(self.now)
        problems = [
            _("There is no parameter %(name)s.") % {"name": shown(name)} + nearest(name, ("since",))
            for name in self.request.GET
            if name not in {"since", *NAMES}
        ]
        try:
            since = DayField().clean(self.request.GET.get("since", "")) or today - A_WEEK
        except ValidationError as error:
            return today - A_WEEK, [*problems, *(f"since: {message}" for message in error.messages)]
        if since > today:
            return today - A_WEEK, [*problems, f"since: {_('this day has not come yet.')}"]
        return since, problems

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: ProposalPage = kwargs["page"]
        home = self.negotiation = page.home
        sources = Sources()
        standing = page.proposal.status_changes[-1]
        # In the order in which they are drawn, which is that of the numbers.
        return super().get_context_data(
            proposal=page.proposal,
            home=home,
            standing=standing,
            standing_source=sources.cite(standing.claim),
            terms=list(_terms(page, (*home.capitals, self.reader.time_zone, "UTC"), sources)),
            points=list(_points(page, sources)),
            versions=[
                (said, [_version(account, sources) for account in said.accounts])
                for said in page.accounts
                if said.differs
            ],
            changed=self._changed(page, kwargs["since"]),
            sources=sources.articles,
            **kwargs,
        )

    def _changed(self, page: ProposalPage, since: date) -> list[Line]:
        then = DayShown(since, since, self.reader.time_zone, self.now)
        before = proposal_page(page.proposal.reference, Reader(self.reader, then.moment, then.then))
        return [line for line in lines_between(before, page) if line.changed]


def _terms(page: ProposalPage, zones: Iterable[str], sources: Sources) -> Iterator[Term]:
    for deadline in page.deadlines:
        if deadline.status not in OPEN_DEADLINES:
            continue
        source = sources.cite(deadline.claim)
        present = next((reading for reading in reversed(deadline.readings) if reading.in_use), None)
        voices = live(deadline.readings, lambda reading: reading.party.id if reading.party else None)
        others = [(voice, sources.cite(voice.claim)) for voice in voices if voice is not present]
        yield Term(deadline, source, clocks((deadline.due_zone, *zones)), others)


def _points(page: ProposalPage, sources: Sources) -> Iterator[Point]:
    """What was said of the proposal as a whole, then of each condition, those that hold it up first."""
    asked: list[tuple[ConditionBlock | None, list[Cell]]] = [(None, page.own_cells)] if page.own_cells else []
    asked += [(block, block.cells) for block in sorted(page.conditions, key=lambda block: not block.holds_up)]
    for block, cells in asked:
        source = sources.cite(block.condition.claim) if block else None
        said = [
            Saying(position, sources.cite(position.claim))
            for cell in cells
            for position in (cell.position, *cell.dissent)
            if position
        ]
        yield Point(block, source, said, [cell.party.name for cell in cells if not cell.position])


def _version(account: Account, sources: Sources) -> Version:
    return Version(account.party.name if account.party else "", account.value, sources.cite(account.claim))
