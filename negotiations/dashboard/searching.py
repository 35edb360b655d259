"""Search, and the list of search-or-go-to: the same question as the API's, answered with pages to go to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config import clock
from negotiations.actions.reads import record_found
from negotiations.dashboard.base import BAD_REQUEST, Crumb, DashboardView
from negotiations.dashboard.day_shown import NAMES
from negotiations.dashboard.shell import Shell
from negotiations.enums import SearchKind
from negotiations.filters.fields import nearest, shown
from negotiations.filters.search import SEARCHED, sought_for
from negotiations.models import Party
from negotiations.queries.search import BEST, MOST, Found, Hit, search
from negotiations.rules.folding import folded

# What has a page of its own: the page's name, and what of a hit is its key.
_PAGES = {
    SearchKind.PARTIES: ("party-detail", "id"),
    SearchKind.PEOPLE: ("person-detail", "id"),
    SearchKind.CLAIMS: ("claim-detail", "id"),
    SearchKind.ARTICLES: ("article-detail", "reference"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Something found, and its page: "" where it has none of its own."""

    hit: Hit
    href: str


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one kind; `all` leads to the rest of them, "" where there are no more."""

    kind: SearchKind
    places: list[Place]
    all: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string, understood; `problems` say what was not."""

    values: dict[str, str]
    given: dict[str, Any]
    problems: list[str]

    def address(self, **changes: str) -> str:
        merged = {**self.values, **changes}
        return f"?{urlencode({name: value for name, value in merged.items() if value})}"


def page_of(hit: Hit) -> str:
    """The address of the page that shows it, "" where there is none."""
    if hit.kind in _PAGES:
        route, key = _PAGES[hit.kind]
        return reverse(f"dashboard:{route}", args=[getattr(hit, key)])
    if hit.proposal is None:
        return ""
    page = reverse("dashboard:proposal-detail", args=[hit.proposal])
    return f"{page}#{hit.reference.lower()}" if hit.kind is SearchKind.CONDITIONS else page


class Search(DashboardView):
    """`/search/?q=…`: by kind, the best three of each; with `kind`, all of that kind."""

    template_name = "dashboard/search.html"
    section = "search"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Search"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.ask()
        if asked.problems or "q" not in asked.given:
            context = self.get_context_data(asked=asked, **kwargs)
            return self.render_to_response(context, status=BAD_REQUEST if asked.problems else 200)
        size = MOST if asked.given.get("kind") else BEST
        found = search(sought_for(asked.given, size=size), self.reading())
        record_found(self.reader, found.homes, now=clock.now())
        if found.exact and list(asked.values) == ["q"] and (page := page_of(found.exact)):
            return HttpResponseRedirect(page)
        return self.render_to_response(self.get_context_data(asked=asked, found=found, **kwargs))

    def ask(self) -> Asked:
        """Read the query string; a control that was left empty says nothing."""
        values, given, problems = {}, {}, []
        if self.as_known:
            told = _("Words are searched for as they stand today; show the day as it stood, not as it was known.")
            problems.append(told)
        for name, all_of_it in self.request.GET.lists():
            text = [value for value in all_of_it if value.strip()]
            if name in NAMES or not text:
                continue
            if name not in SEARCHED:
                problems.append(_("There is no filter %(name)s.") % {"name": shown(name)} + nearest(name, SEARCHED))
                continue
            values[name] = text[-1]
            try:
                given[name] = SEARCHED[name].clean(text[-1])
            except ValidationError as error:
                problems += [f"{name}: {message}" for message in error.messages]
        return Asked(values, given, problems)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: Asked = kwargs["asked"]
        found: Found | None = kwargs.get("found")
        return super().get_context_data(
            words=folded(asked.values.get("q", "")).split(),
            results=[_results(found, kind, asked) for kind in SearchKind] if found else [],
            near=[(near, asked.address(q=near)) for near in found.near] if found else [],
            kinds=[(kind.value, kind.label, asked.values.get("kind") == kind.value) for kind in SearchKind],
            parties=_parties(self.reader, asked),
            narrowed=any(asked.values.get(name) for name in ("kind", "party", "since", "until")),
            **kwargs,
        )


def _results(found: Found, kind: SearchKind, asked: Asked) -> Results | None:
    group = next((group for group in found.groups if group.kind is kind), None)
    if group is None:
        return None
    whole = bool(asked.values.get("kind"))
    return Results(
        kind=kind,
        places=[Place(hit, page_of(hit)) for hit in group.hits],
        all=asked.address(kind=kind.value) if group.more and not whole else "",
        cut=group.more and whole,
    )


def _parties(reader: Any, asked: Asked) -> list[tuple[str, str, bool]]:
    chosen = asked.values.get("party", "")
    rows = Party.objects.visible_to(reader).order_by("display_order", "name", "pk").values_list("pk", "name")
    return [(str(pk), name, str(pk) == chosen) for pk, name in rows[:300]]


class Offers(DashboardView):
    """The list under search-or-go-to, as a piece of a page: what the words lead to, then pages of that name."""

    notes_reads = True
    template_name = "dashboard/_offers.html"

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")
        try:
            given = {} if self.as_known else {"q": SEARCHED["q"].clean(typed)}
        except ValidationError:
            given = {}
        found = search(sought_for(given, size=BEST), self.reading()) if given else Found(None, [], [])
        record_found(self.reader, found.homes, now=clock.now())
        shell = Shell(self.reader, self.now, self.request.GET)
        pages = [page for page in (*shell.pages, *shell.record_pages) if folded(typed) in folded(page.name)]
        exact = [Place(found.exact, page_of(found.exact))] if found.exact else []
        return super().get_context_data(
            typed=typed,
            words=folded(typed).split(),
            groups=[
                (group.kind.label, [place for hit in group.hits if (place := Place(hit, page_of(hit))).href])
                for group in found.groups
            ],
            exact=[place for place in exact if place.href],
            watched=[] if typed else shell.watched,
            pages=pages,
            adding=not self.day and folded(typed) in folded(_("Add")),
            **kwargs,
        )
