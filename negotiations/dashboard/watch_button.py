"""Watch and Unwatch: on the page of a proposal, a party or a person, and where a negotiation or a party is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from negotiations.actions.subscriptions import unwatch, watch
from negotiations.dashboard.base import DashboardView
from negotiations.models import Negotiation, Party, Person, Proposal
from negotiations.queries.parties import PartyRef
from negotiations.queries.proposal_page import Watching
from negotiations.queries.watching import running


class Watch(DashboardView):
    """POST `watch` as "on" or "off"; saying it twice changes nothing.

    Goes back to `next`, a path of this site, or else to what is watched.
    """

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    noun: ClassVar[str]
    model: ClassVar[type[Negotiation | Proposal | Party | Person]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.model.objects.visible_to(self.reader).filter(**kwargs).first()
        wish = request.POST.get("watch")
        if found is None or wish not in ("on", "off"):
            raise Http404
        if wish == "on":
            watched: Any = {self.noun: found}
            watch(user=self.reader, actor=self.reader, now=self.now, **watched)
            messages.success(request, _("You are told about its deadlines and changes from now on."))
        else:
            column = "watched_negotiation" if self.noun == "negotiation" else self.noun
            for subscription in running(self.reader).filter(**{column: found}):
                unwatch(subscription=subscription, actor=self.reader, now=self.now)
            messages.success(request, _("You do not watch it any more."))
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
            back = self.page()
        return HttpResponseRedirect(back)

    def page(self) -> str:
        """The page of what is watched."""
        return reverse(f"dashboard:{self.noun}-detail", kwargs=self.kwargs)


class WatchNegotiation(Watch):
    noun, model = "negotiation", Negotiation

    def page(self) -> str:
        return reverse("dashboard:proposal-list") + f"?negotiation={self.kwargs['reference']}"


class WatchProposal(Watch):
    noun, model = "proposal", Proposal


class WatchParty(Watch):
    noun, model = "party", Party


class WatchPerson(Watch):
    noun, model = "person", Person


@dataclass(frozen=True, slots=True)
class Watchable:
    """Something else to watch that a proposal's page meets: its name, where its button leads, whether it is watched."""

    name: str
    address: str
    watched: bool


def watchable(watching: Watching, home: Negotiation, parties: Iterable[PartyRef]) -> list[Watchable]:
    """A proposal's negotiation and these parties of it, each with its button."""
    talks = Watchable(home.name, reverse("dashboard:negotiation-watch", args=[home.reference]), watching.negotiation)
    return [
        talks,
        *(
            Watchable(party.name, reverse("dashboard:party-watch", args=[party.id]), party.id in watching.parties)
            for party in parties
        ),
    ]
