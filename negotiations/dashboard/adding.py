"""Add by hand: choose what it is and where it belongs, then a form of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.events import record_event
from negotiations.actions.permission import may_write
from negotiations.actions.proposals import open_proposal
from negotiations.dashboard.add_forms import (
    DocumentForm,
    EventForm,
    HappeningForm,
    MeetingForm,
    ProposalForm,
    StatementForm,
)
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_view import RecordView
from negotiations.enums import EventCategory, EventRole, ProposalKind, ProposalStatus
from negotiations.models import Negotiation, Proposal, ProposedChange, User
from negotiations.rules.moments import WorldMoment


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be added, and the address of its form without the negotiation."""

    name: str
    says: str
    icon: str
    address: str


def writable(user: User) -> list[Negotiation]:
    """The negotiations a person may add to, by reference."""
    rows = Negotiation.objects.visible_to(user).order_by("-pk")
    return [row for row in rows if may_write(user, row)]


class Add(DashboardView):
    """`/add/?negotiation=N-1`: the ways to add to it. Without one, the newest that the reader may write to."""

    template_name = "dashboard/add.html"
    section = "add"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Add"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        homes = writable(self.reader)
        asked = self.request.GET.get("negotiation")
        home = next((each for each in homes if each.reference == asked), homes[0] if homes else None)
        ways = [
            Way(_("From a text"), _("Paste an article; confirm what Parley finds in it"), "i-source", "text"),
            Way(_("Meeting"), _("Who met, or will meet, where and when"), "k-meeting", "meeting"),
            Way(_("Event"), _("What happened on the ground or between the parties"), "k-event", "event"),
            Way(_("Statement"), _("What somebody said, and in which document"), "k-statement", "statement"),
            Way(_("Proposal"), _("An offer on the table"), "i-list", "proposal"),
            Way(_("Document"), _("A source to take claims from later"), "k-source", "document"),
        ]
        return super().get_context_data(homes=homes, home=home, ways=ways, **kwargs)


class AddRecord(RecordView):
    """A form of Add; the negotiation stands in its address."""

    template_name = "dashboard/record_form.html"
    section = "add"
    title: Any = ""
    save_word: Any = gettext_lazy("Save")
    form_class: type[Any]

    def load(self) -> None:
        rows = Negotiation.objects.visible_to(self.reader)
        asked = self.request.GET.get("negotiation", "")
        found = rows.filter(reference=asked).first()
        if found is None:
            raise Http404
        self.negotiation = found

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Add"), self.ways), Crumb(str(self.title))]

    @property
    def ways(self) -> str:
        return f"{reverse('dashboard:add')}?negotiation={self.negotiation.reference}"

    def form(self, **options: Any) -> Any:
        return self.form_class(place=self.place, **options)

    def done(self) -> str:
        return self.ways

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title, save_word=self.save_word, negotiation=self.negotiation, back=self.ways, **kwargs
        )


class AddEvent(AddRecord):
    title = gettext_lazy("Add an event")
    save_word = gettext_lazy("Save event")
    form_class: type[HappeningForm] = EventForm

    def act(self, form: HappeningForm) -> str:
        given = form.cleaned_data
        event = record_event(
            negotiation=self.negotiation,
            title=given["title"],
            category=EventCategory(given.get("category") or EventCategory.CONSULT),
            occurred=form.occurred(),
            expected=form.still_to_come,
            place=given["where"],
            summary=given["summary"],
            parts=[(party, EventRole.PARTICIPANT) for party in given.get("with_parties", [])],
            proposals=list(given["proposals"]),
            claim=form.record(self.negotiation.time_zone),
            actor=self.reader,
            now=self.now,
        )
        return _("Saved: %(title)s") % {"title": event.title}


class AddMeeting(AddEvent):
    title = gettext_lazy("Add a meeting")
    save_word = gettext_lazy("Save meeting")
    form_class = MeetingForm


class AddStatement(AddRecord):
    template_name = "dashboard/add_statement.html"
    title = gettext_lazy("Add a statement")
    save_word = gettext_lazy("Save statement")
    form_class = StatementForm

    def act(self, form: StatementForm) -> str:
        on, where = form.cleaned_data["stated_on"], self.negotiation.time_zone
        claim = form.record(where, stated=WorldMoment.day(on, where) if on else None)
        return _("Saved: %(title)s") % {"title": claim.assertion}


class AddDocument(AddRecord):
    template_name = "dashboard/add_document.html"
    title = gettext_lazy("Add a document")
    save_word = gettext_lazy("Save document")
    form_class = DocumentForm

    def act(self, form: DocumentForm) -> str:
        article = form.document(self.negotiation.time_zone)
        return _("Saved: %(title)s") % {"title": article}


class AddProposal(AddRecord):
    title = gettext_lazy("Add a proposal")
    save_word = gettext_lazy("Save proposal")
    form_class = ProposalForm
    opened: Proposal | ProposedChange

    def act(self, form: ProposalForm) -> str:
        given = form.cleaned_data
        self.opened = open_proposal(
            negotiation=self.negotiation,
            title=given["title"],
            kind=ProposalKind(given["kind"]),
            status=ProposalStatus(given["status"]),
            status_reason=given["status_reason"],
            claim=form.record(self.negotiation.time_zone),
            actor=self.reader,
            now=self.now,
        )
        return _("Saved: %(title)s") % {"title": self.opened}

    def done(self) -> str:
        if isinstance(self.opened, ProposedChange):
            return reverse("dashboard:change-decide", args=[self.opened.pk])
        return reverse("dashboard:proposal-detail", args=[self.opened.reference])
