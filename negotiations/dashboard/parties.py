"""Parties and people: the lists, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb
from negotiations.dashboard.record_lists import RecordList, RecordPage
from negotiations.filters.parties import PartyFilters
from negotiations.filters.people import PersonFilters
from negotiations.queries.actors import PartyPage, PersonPage, party_page, person_page
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


class PartyDetail(RecordPage):
    template_name = "dashboard/party_detail.html"
    section = "parties"
    noun = "party"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Parties"), reverse("dashboard:party-list")), Crumb(self.name)]

    def found(self) -> PartyPage | None:
        return party_page(self.kwargs["pk"], self.reading())

    def named(self, found: PartyPage) -> tuple[str, str | None]:
        return found.party.name, found.party.negotiation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            watching=running(self.reader).filter(party=self.kwargs["pk"]).exists(), **kwargs
        )


class PersonDetail(RecordPage):
    template_name = "dashboard/person_detail.html"
    section = "parties"
    noun = "person"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("People"), reverse("dashboard:person-list")), Crumb(self.name)]

    def found(self) -> PersonPage | None:
        return person_page(self.kwargs["pk"], self.reading())

    def named(self, found: PersonPage) -> tuple[str, str | None]:
        return found.person.name, found.person.negotiation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            watching=running(self.reader).filter(person=self.kwargs["pk"]).exists(), **kwargs
        )
