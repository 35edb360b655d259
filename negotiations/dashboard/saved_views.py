"""Saved views of the list of proposals: shown with their counts, saved, watched, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from negotiations.actions.saved_filters import remove_filter, revise_filter, save_filter
from negotiations.actions.subscriptions import unwatch, watch
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.filtered import Asked
from negotiations.dashboard.proposal_filters import View
from negotiations.errors import ActionRefusedError, InvalidValueError
from negotiations.filters.saved import PROPOSALS, drawn_by, picked_out, values_of
from negotiations.models import Proposal, SavedFilter
from negotiations.models.fields import validate_line
from negotiations.queries.shapes import Reader
from negotiations.queries.watching import running

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class SavedViews:
    """`current` is the saved view that the list shows, `watching` whether the reader watches it.

    `query` is what could be saved now: "" when the list shows a saved view already, or nothing that could be.
    """

    views: list[View]
    current: SavedFilter | None
    mine: bool
    watching: bool
    query: str


def saved_views(reader: Reader, asked: Asked) -> SavedViews:
    """One's own and the shared ones, counted in one statement. What is not understood any more counts nothing."""
    rows = list(SavedFilter.objects.visible_to(reader.user).filter(noun=PROPOSALS).order_by("name", "pk")[:AT_MOST])
    found = {row.pk: picked_out(row.query, reader) for row in rows}
    counts = {
        f"view{key}": Count("pk", filter=Q(pk__in=picked.values("pk")))
        for key, picked in found.items()
        if picked is not None
    }
    numbers = Proposal.objects.visible_to(reader.user).order_by().aggregate(**counts) if counts else {}
    drawn = {**asked.drawn, **({"ordering": asked.ordering} if asked.ordering else {})}
    shown = None if asked.problems else (asked.values, drawn)
    current = next((row for row in rows if (values_of(row.query), drawn_by(row.query)) == shown), None)
    can_be_saved = (asked.values or drawn) and not asked.problems and current is None
    return SavedViews(
        views=[View(row.name, f"?{row.query}", numbers.get(f"view{row.pk}", 0), row == current) for row in rows],
        current=current,
        mine=current is not None and current.owner_id == reader.user.pk,
        watching=current is not None and running(reader.user).filter(saved_filter=current).exists(),
        query=urlencode({**asked.values, **drawn}) if can_be_saved else "",
    )


class ViewForm(forms.Form):
    name = forms.CharField(max_length=80, validators=[validate_line])
    query = forms.CharField(max_length=1000, validators=[validate_line])
    shared = forms.BooleanField(required=False)


def _list(query: str) -> str:
    return reverse("dashboard:proposal-list") + (f"?{query}" if query else "")


class SaveView(DashboardView):
    """POST: keep the present filters under a name. Goes to the list that was saved."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ViewForm(request.POST)
        given = request.POST.get("query", "")
        values = {**values_of(given), **drawn_by(given)}
        query = urlencode(values)
        if not form.is_valid():
            messages.error(request, _("Give the view a name of at most 80 characters, on one line."))
        elif not values or picked_out(query, self.reading()) is None:
            messages.error(request, _("These filters are not understood, so they were not saved."))
            query = ""
        else:
            self._save(form.cleaned_data, query)
        return HttpResponseRedirect(_list(query))

    def _save(self, given: dict[str, Any], query: str) -> None:
        try:
            saved = save_filter(
                actor=self.reader,
                noun=PROPOSALS,
                name=given["name"],
                query=query,
                shared=given["shared"],
                now=self.now,
            )
        except ActionRefusedError as refusal:
            messages.error(self.request, refusal.reason)
        else:
            messages.success(self.request, _("View “%(name)s” saved.") % {"name": saved.name})


class ViewMove(DashboardView):
    """POST `do`: watch, unwatch, revise (`name`, `shared`) or remove a saved view."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        saved = SavedFilter.objects.visible_to(self.reader).filter(pk=kwargs["pk"]).first()
        move = request.POST.get("do")
        if saved is None or move not in ("watch", "unwatch", "revise", "remove"):
            raise Http404
        try:
            told = self._move(move, saved)
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, told)
        return HttpResponseRedirect(_list("" if move == "remove" else saved.query))

    def _move(self, move: str, saved: SavedFilter) -> str:
        if move == "remove":
            remove_filter(saved=saved, actor=self.reader, now=self.now)
            return _("View removed.")
        if move == "revise":
            return self._revise(saved)
        if move == "watch":
            watch(user=self.reader, actor=self.reader, saved_filter=saved, now=self.now)
            return _("You are told about every proposal that this view picks out, as long as it does.")
        for subscription in running(self.reader).filter(saved_filter=saved):
            unwatch(subscription=subscription, actor=self.reader, now=self.now)
        return _("You do not watch this view any more.")

    def _revise(self, saved: SavedFilter) -> str:
        form = ViewForm({"name": self.request.POST.get("name", ""), "query": saved.query})
        if not form.is_valid():
            raise InvalidValueError(_("Give the view a name of at most 80 characters, on one line."), field="name")
        shared = self.request.POST.get("shared") == "on"
        revise_filter(saved=saved, actor=self.reader, name=form.cleaned_data["name"], shared=shared, now=self.now)
        return _("View “%(name)s” saved.") % {"name": saved.name}
