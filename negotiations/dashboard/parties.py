"""Parties and people: the lists, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.merging import may_merge
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.record_lists import RecordList, RecordPage
from negotiations.filters.parties import PartyFilters
from negotiations.filters.people import PersonFilters
from negotiations.models import Party, Person
from negotiations.queries.actors import PartyPage, PersonPage, party_page, person_page
from negotiations.queries.merged import kept_record, may_be_the_same
from negotiations.queries.parties import PARTY
from negotiations.queries.people import PERSON
from negotiations.queries.watching import running


class PartyList(RecordList):
    """In the order that is the same everywhere."""

    template_name = "dashboard/party_list.html"
    section = "parties"
    filters = PartyFilters
    shape = PARTY
    default_ordering = "display_order"
    heads = ("name",)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Parties"))]

    def labels(self) -> Mapping[str, str]:
        return {"actor_type": _("Kind"), "member_of": _("Member of"), "negotiation": _("Known only in")}


class PersonList(RecordList):
    """By name."""

    template_name = "dashboard/person_list.html"
    section = "parties"
    filters = PersonFilters
    shape = PERSON
    default_ordering = "name"
    heads = ("name",)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("People"))]

    def labels(self) -> Mapping[str, str]:
        return {"party": _("Party"), "negotiation": _("Known only in")}


class ActorPage(RecordPage):
    """A party or a person; the address of one that was merged leads to the record that was kept."""

    section = "parties"
    model: ClassVar[type[Party | Person]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = kept_record(self.model, self.kwargs["pk"], self.reader)
            if kept is None:
                raise
        messages.info(request, _("This is one record with the one that you asked for."))
        return HttpResponseRedirect(reverse(f"dashboard:{self.noun}-detail", args=[kept.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            watching=running(self.reader).filter(**{self.noun: self.kwargs["pk"]}).exists(), **kwargs
        )
        row = self.model.objects.visible_to(self.reader).select_related("negotiation").get(pk=self.kwargs["pk"])
        if self.day or not may_merge(self.reader, row):
            return context
        names = [each.name for each in getattr(context["found"], self.noun).names]
        merge = reverse(f"dashboard:{self.noun}-merge", args=[row.pk])
        return {**context, "merge": merge, "likely": may_be_the_same(row, names, self.reader), "row": row}


class PartyDetail(ActorPage):
    model = Party
    template_name = "dashboard/party_detail.html"
    noun = "party"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Parties"), reverse("dashboard:party-list")), Crumb(self.name)]

    def found(self) -> PartyPage | None:
        return party_page(self.kwargs["pk"], self.reading())

    def named(self, found: PartyPage) -> tuple[str, str | None]:
        return found.party.name, found.party.negotiation


class PersonDetail(ActorPage):
    model = Person
    template_name = "dashboard/person_detail.html"
    noun = "person"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("People"), reverse("dashboard:person-list")), Crumb(self.name)]

    def found(self) -> PersonPage | None:
        return person_page(self.kwargs["pk"], self.reading())

    def named(self, found: PersonPage) -> tuple[str, str | None]:
        return found.person.name, found.person.negotiation
