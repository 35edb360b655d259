"""Watch and Unwatch on the page of a proposal, a party or a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.subscriptions import unwatch, watch
from negotiations.dashboard.base import DashboardView
from negotiations.models import Party, Person, Proposal
from negotiations.queries.watching import running


class Watch(DashboardView):
    """POST `watch` as "on" or "off"; saying it twice changes nothing. Goes back to what is watched."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    noun: ClassVar[str]
    model: ClassVar[type[Proposal | Party | Person]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.model.objects.visible_to(self.reader).select_related("negotiation").filter(**kwargs).first()
        wish = request.POST.get("watch")
        if found is None or wish not in ("on", "off"):
            raise Http404
        if wish == "on":
            watched: Any = {self.noun: found}
            watch(user=self.reader, actor=self.reader, now=self.now, **watched)
            messages.success(request, _("You are told about its deadlines and changes from now on."))
        else:
            for subscription in running(self.reader).filter(**{self.noun: found}):
                unwatch(subscription=subscription, actor=self.reader, now=self.now)
            messages.success(request, _("You do not watch it any more."))
        return HttpResponseRedirect(reverse(f"dashboard:{self.noun}-detail", kwargs=kwargs))


class WatchProposal(Watch):
    noun, model = "proposal", Proposal


class WatchParty(Watch):
    noun, model = "party", Party


class WatchPerson(Watch):
    noun, model = "person", Person
