"""The forms of Add: a happening, a meeting, a statement, a proposal, a document; few fields to begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.dashboard.evidence_form import NEW, EvidenceFields, parties
from negotiations.dashboard.record_forms import day, line, prose
from negotiations.enums import EventCategory, ProposalKind, ProposalStatus
from negotiations.models import Party, Proposal
from negotiations.rules.moments import WorldMoment

_SEVERAL = forms.CheckboxSelectMultiple


class HappeningForm(EvidenceFields):
    """What happened, when, and which proposals it bears on."""

    title = line(_("What happened"))
    occurred_on = day(_("On which day"), _("Left empty: not dated."))
    proposals = forms.ModelMultipleChoiceField(
        Proposal.objects.none(), label=_("Proposals it bears on"), required=False, widget=_SEVERAL
    )
    where = line(_("Where"), required=False)
    summary = prose(_("In a few words"), required=False)

    named = {**EvidenceFields.named, "occurred": "occurred_on", "place": "where"}  # noqa: RUF012 - a constant of each form

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        user, home = self.place.user, self.place.negotiation
        self._rows("proposals", Proposal.objects.visible_to(user).filter(negotiation=home).order_by("-changed_at"))

    def occurred(self) -> WorldMoment:
        on, where = self.cleaned_data["occurred_on"], self.place.negotiation.time_zone
        return WorldMoment.day(on, where) if on else WorldMoment.unknown(where)

    @property
    def still_to_come(self) -> bool:
        on = self.cleaned_data["occurred_on"]
        return bool(on and on > timezone.localdate(self.place.now))


class EventForm(HappeningForm):
    category = forms.ChoiceField(
        label=_("Of which kind (PLOVER)"),
        choices=[(value, f"{value}: {label}") for value, label in EventCategory.choices],
        initial=EventCategory.CONSULT,
    )

    layout = (("title",), ("category", "occurred_on"), ("proposals",), ("where",), ("summary",))

    def clean_occurred_on(self) -> Any:
        if self.still_to_come:
            raise forms.ValidationError(_("This day is still to come; a meeting that is planned goes under Meeting."))
        return self.cleaned_data["occurred_on"]


class MeetingForm(HappeningForm):
    title = line(_("Which meeting"), _("Such as: third round of talks."))
    occurred_on = day(_("On which day"), _("A day to come makes it expected."))
    with_parties = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("Who takes part"), required=False, widget=_SEVERAL
    )

    layout = (("title",), ("occurred_on", "where"), ("with_parties",), ("proposals",), ("summary",))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows("with_parties", parties(self.place.user, self.place.negotiation.pk))


class StatementForm(EvidenceFields):
    """A claim by itself: what was said, in exact words where they are known, by whom, in which document."""

    stated_on = day(_("Said on"), _("Left empty: when the document was published."))

    named = {**EvidenceFields.named, "stated": "stated_on"}  # noqa: RUF012 - a constant of each form
    layout = (("assertion",), ("quotation",), ("asserted_by", "stated_on"), ("evidence",))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rests_on"].widget = forms.HiddenInput()
        self.fields["rests_on"].required = False
        self.initial["rests_on"] = NEW

    def clean_rests_on(self) -> str:
        return NEW


class DocumentForm(EvidenceFields):
    """A document by itself, from which claims can be taken later."""

    layout: tuple[tuple[str, ...], ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("rests_on", "claim", "article", "assertion", "quotation", "evidence", "asserted_by"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._need_document()
        return given | {"article": None}


class ProposalForm(EvidenceFields):
    title = line(_("What is proposed"))
    kind = forms.ChoiceField(
        label=_("Of which kind"), choices=[(value, capfirst(label)) for value, label in ProposalKind.choices]
    )
    status = forms.ChoiceField(
        label=_("How it stands"), choices=[(value, capfirst(label)) for value, label in ProposalStatus.choices]
    )
    status_reason = line(_("Why it stands so"), _("One line; it heads the page."))

    layout = (("title",), ("kind", "status"), ("status_reason",))
