"""Several proposals at once: what each is and will be, one reason, one transaction, one Undo."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiations.actions.permission import may_write
from negotiations.actions.proposals import change_status, revise_proposal
from negotiations.actions.recording import require_version
from negotiations.actions.subscriptions import ask_ahead, watch
from negotiations.actions.together import at_once
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.bulk_forms import OwnerForAll, StatusForAll, Versions, versions_read
from negotiations.dashboard.proposal_crumbs import below_proposals
from negotiations.dashboard.record_view import RecordView
from negotiations.dashboard.versions import Overtaken, overtaken
from negotiations.enums import MemberRole, ProposalStatus
from negotiations.filters.saved import picked_out
from negotiations.models import Proposal
from negotiations.queries.shapes import Reader
from negotiations.queries.users import writers_of
from negotiations.rules.lifecycle import moves_from
from negotiations.rules.moments import NO_DATE

AT_MOST = 1000
# How many are shown one by one before they are saved; of the rest, how many are what and will be what.
SHOWN, KINDS, NAMED = 50, 12, 10
LEADS = (1, 2, 3, 5, 7, 10, 14, 21, 30)
AS_SET = "0"


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen: as it is, and as it will be; "" where it cannot become so and stays as it is."""

    proposal: Proposal
    old: str
    new: str


class Bulk(RecordView):
    """`?ref=P-1&ref=P-2` names the proposals, all of one negotiation; `to` the value they are to take.

    `?all=` with the filters of the list names all that it shows. What is saved then is what was shown as old and new:
    a proposal that has come into the list since is none of them.
    """

    template_name = "dashboard/bulk.html"
    section = "proposals"
    title: Any = ""
    save_word: Any = gettext_lazy("Save")
    form_class: type[Versions] = Versions
    asks_for: Any = ""
    heads: Any = (gettext_lazy("Now"), gettext_lazy("Will be"))

    def load(self) -> None:
        asked = self._chosen()
        rows = Proposal.objects.visible_to(self.reader).filter(reference__in=asked)
        known = {row.reference: row for row in rows.select_related("negotiation", "owner")}
        if not asked or len(known) != len(asked):
            raise Http404
        self.proposals = [known[reference] for reference in asked]
        self.negotiation = self.proposals[0].negotiation
        homes = {each.negotiation_id: each.negotiation for each in self.proposals}
        if any(not may_write(self.reader, home, self.role) for home in homes.values()):
            raise PermissionDenied
        self.to = self.request.GET.get("to", "")

    def _chosen(self) -> list[str]:
        """The references asked for; none where too many are, or where the filters are not understood."""
        query = self.request.GET.get("all")
        if query is None:
            asked = list(dict.fromkeys(self.request.GET.getlist("ref")))
        elif self.request.method == "POST":
            with suppress(ValueError):
                return list(versions_read(self.request.POST.get("versions", "")))[:AT_MOST]
            asked = []
        else:
            found = picked_out(query, Reader(self.reader, self.now))
            rows = Proposal.objects.none() if found is None else found.order_by("next_due_at", "pk")
            asked = list(rows[: AT_MOST + 1].values_list("reference", flat=True))
        return asked if len(asked) <= AT_MOST else []

    @property
    def apart(self) -> bool:
        """Whether they are of several negotiations: a claim belongs to one, and so does whoever is in charge."""
        return len({each.negotiation_id for each in self.proposals}) > 1

    def offers(self) -> list[tuple[str, str]]:
        """The values they can take, with their names; none where there is nothing to choose."""
        return []

    def lines(self) -> list[Line]:
        """Old and new for each proposal, said by each kind of change."""
        raise NotImplementedError

    def form(self, **options: Any) -> Versions:
        initial = {"versions": self._versions(), **options.pop("initial", {})}
        return self.form_class(place=self.place, initial=initial, **options)

    def act(self, form: Any) -> str:
        given = form.cleaned_data["versions"]
        claim = form.record(self.negotiation.time_zone) if "rests_on" in form.fields else None
        moved = [line.proposal for line in self.lines() if line.new]
        with at_once(len(moved)):
            for proposal in moved:
                self.change(proposal, form, claim, given.get(proposal.reference, 0))
        names = ", ".join(each.reference for each in moved[:NAMED])
        if len(moved) > NAMED:
            told = _("%(n)s proposals changed: %(names)s and %(more)s more")
            return told % {"n": len(moved), "names": names, "more": len(moved) - NAMED}
        told = ngettext("%(n)s proposal changed: %(names)s", "%(n)s proposals changed: %(names)s", len(moved))
        return told % {"n": len(moved), "names": names}

    def change(self, proposal: Proposal, form: Any, claim: Any, version: int) -> None:
        """Run the action of this kind of change on one proposal."""
        raise NotImplementedError

    def since_seen(self, given: dict[str, str]) -> tuple[Overtaken | None, dict[str, Any]]:
        seen = versions_read(given["versions"])
        for proposal in self.proposals:
            proposal.refresh_from_db()
        moved = next((each for each in self.proposals if each.version != seen.get(each.reference)), self.proposals[0])
        told = overtaken(moved, seen.get(moved.reference, 0), self.place.reader)
        return told, {"versions": self._versions()}

    def _versions(self) -> str:
        return ",".join(f"{each.reference}={each.version}" for each in self.proposals)

    def crumbs(self) -> list[Crumb]:
        return below_proposals(str(self.title))

    def done(self) -> str:
        return reverse("dashboard:proposal-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = self.offers()
        chosen = not self.apart and (not self.asks_for or self.to in dict(offers))
        lines = self.lines() if chosen else []
        rest = Counter((line.old, line.new) for line in lines[SHOWN:]).most_common()
        return super().get_context_data(
            title=self.title,
            save_word=self.save_word,
            asks_for=self.asks_for,
            heads=self.heads,
            offers=offers,
            chosen=chosen,
            lines=lines[:SHOWN],
            changing=any(line.new for line in lines),
            number=len(self.proposals),
            first=self.proposals[:SHOWN],
            beyond=max(len(self.proposals) - SHOWN, 0),
            rest=[(number, *values) for values, number in rest[:KINDS]],
            others=sum(number for _values, number in rest[KINDS:]),
            proposals=self.proposals,
            apart=self.apart,
            to=self.to,
            every=self.request.GET.get("all"),
            back=self.done(),
            **kwargs,
        )

    def begin(self) -> None:
        super().begin()
        if self.request.method == "POST" and not self.get_context_data()["chosen"]:
            raise Http404


class BulkStatus(Bulk):
    title = gettext_lazy("Set the status of several")
    asks_for = gettext_lazy("They now stand as")
    form_class = StatusForAll

    def offers(self) -> list[tuple[str, str]]:
        possible = {move for each in self.proposals for move in moves_from(ProposalStatus(each.status))}
        return [(status.value, _word(status)) for status in ProposalStatus if status in possible]

    def lines(self) -> list[Line]:
        to = ProposalStatus(self.to)
        allowed = {each: to in moves_from(ProposalStatus(each.status)) for each in self.proposals}
        return [Line(each, _word(each.status), _word(to) if allowed[each] else "") for each in self.proposals]

    def change(self, proposal: Proposal, form: Any, claim: Any, version: int) -> None:
        change_status(
            proposal=proposal,
            status=ProposalStatus(self.to),
            reason=form.cleaned_data["reason"],
            stated=form.since(),
            version=version,
            claim=claim,
            actor=self.reader,
            now=self.now,
        )


class BulkOwner(Bulk):
    title = gettext_lazy("Set the owner of several")
    asks_for = gettext_lazy("Their owner is")
    form_class = OwnerForAll

    def offers(self) -> list[tuple[str, str]]:
        return [("nobody", _("Nobody")), *((str(each.pk), str(each)) for each in writers_of(self.negotiation))]

    def lines(self) -> list[Line]:
        name = dict(self.offers())[self.to]
        old = {each: str(each.owner) if each.owner else _("Nobody") for each in self.proposals}
        return [Line(each, old[each], name if old[each] != name else "") for each in self.proposals]

    def change(self, proposal: Proposal, form: Any, claim: Any, version: int) -> None:
        owner = None if self.to == "nobody" else writers_of(self.negotiation).get(pk=self.to)
        why = form.cleaned_data["reason"]
        who: dict[str, Any] = {"actor": self.reader, "now": self.now}
        revise_proposal(proposal=proposal, owner=owner, reason=why, version=version, **who)


class BulkWatch(Bulk):
    """Who may read a proposal may watch it."""

    role = MemberRole.READER
    title = gettext_lazy("Watch several")
    save_word = gettext_lazy("Watch")
    form_class = Versions

    @property
    def apart(self) -> bool:
        return False

    def lines(self) -> list[Line]:
        return [Line(each, "", _("You are told of it")) for each in self.proposals]

    def change(self, proposal: Proposal, form: Any, claim: Any, version: int) -> None:
        require_version(proposal, version)
        watch(user=self.reader, actor=self.reader, proposal=proposal, now=self.now)


class BulkAlert(BulkWatch):
    """Watches the chosen ones, and tells the reader so many days before their deadlines, beside what Settings says."""

    title = gettext_lazy("Add an alert")
    heads = (gettext_lazy("Deadline"), gettext_lazy("You are told on"))
    save_word = gettext_lazy("Add alert")
    asks_for = gettext_lazy("Tell me")
    template_name = "dashboard/bulk_alert.html"

    def offers(self) -> list[tuple[str, str]]:
        told = [(days, ngettext("%(n)s day before", "%(n)s days before", days) % {"n": days}) for days in LEADS]
        return [*((str(days), words) for days, words in told), (AS_SET, _("only as in my Settings"))]

    def lines(self) -> list[Line]:
        found = []
        for each in self.proposals:
            # A whole day passes at the midnight after it.
            ends = None if each.next_due_at == NO_DATE else timezone.localdate(each.next_due_at - timedelta(seconds=1))
            told = date_format(ends - timedelta(days=int(self.to))) if ends else _("once it has a date")
            if self.to == AS_SET:
                told = _("as in Settings")
            found.append(Line(each, date_format(ends) if ends else _("No date"), told))
        return found

    def change(self, proposal: Proposal, form: Any, claim: Any, version: int) -> None:
        require_version(proposal, version)
        who: dict[str, Any] = {"actor": self.reader, "now": self.now}
        subscription = watch(user=self.reader, proposal=proposal, **who)
        asked = [] if self.to == AS_SET else [*subscription.lead_days, int(self.to)]
        ask_ahead(subscription=subscription, days=sorted(set(asked)), **who)


def _word(status: str) -> str:
    return capfirst(str(ProposalStatus(status).label))
