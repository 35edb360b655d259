"""The forms in which deadlines are set and moved."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.actions.deadline_counting import when_said
from negotiations.dashboard.evidence_form import EvidenceFields, parties
from negotiations.dashboard.reading_preview import Preview, Said, preview
from negotiations.dashboard.record_forms import day, hour, line, moment_in, reason, version, zone
from negotiations.enums import DeadlineKind
from negotiations.models import Deadline, Event, Party
from negotiations.queries.deadlines import Reading


class WordsFields(EvidenceFields):
    """The words, and what was chosen where they can be read in several ways."""

    expression = line(_("The words"), _("As they were said: “ends Friday”, “within 30 days of signature”."))
    # Drawn with the reading: which way of reading was chosen, which event, and what was shown.
    read_as = line("", required=False)
    anchor = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    seen = line("", required=False)

    def said(self) -> Said | None:
        """When and where the words were said, as far as the form tells by now."""
        raise NotImplementedError

    def said_with_claim(self, where: str) -> Said | None:
        """Read in the zone `where`, as of when the claim chosen or described was stated."""
        stated = self.stated(where)
        at = when_said(stated, where) if stated else None
        return Said(at, where) if at else None

    def preview(self) -> Preview:
        given = self.cleaned_data
        return preview(
            negotiation=self.place.negotiation,
            expression=given.get("expression") or "",
            said=self.said(),
            event=given.get("anchor"),
            read_as=given.get("read_as") or "",
        )

    def chosen_event(self) -> Event | None:
        rows = Event.objects.visible_to(self.place.user).filter(negotiation=self.place.negotiation)
        return rows.filter(pk=self.cleaned_data["anchor"]).first() if self.cleaned_data.get("anchor") else None


class AddForm(WordsFields):
    title = line(_("What it is about"), _("Such as: The truce ends."))
    kind = forms.ChoiceField(
        label=_("What happens then"),
        choices=[(value, capfirst(label)) for value, label in DeadlineKind.choices],
    )
    said_on = day(_("Said on"), _("Left empty: when the claim below was stated."))
    said_time = hour(_("At what hour"), _("Only if one is known."))
    said_zone = zone(_("In which zone"), _("Left empty: that of the claim."))
    said_by = forms.ModelChoiceField(
        Party.objects.none(), label=_("Set by"), required=False, empty_label=_("nobody in particular")
    )
    review_on = day(_("Look again on"), _("For words without a date, such as “within weeks”."))
    decided = line(_("Why this reading?"), required=False)

    field_order = ("title", "kind", "expression", "read_as", "decided", "said_on", "said_time", "said_zone", "said_by")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Party]", self.fields["said_by"])
        field.queryset = parties(self.place.user, self.place.negotiation.pk)

    @property
    def where(self) -> str:
        """The zone in which days of this form are meant."""
        given: str = self.cleaned_data.get("said_zone") or ""
        stated = self.stated(self.place.negotiation.time_zone)
        return given or (stated.zone if stated else self.place.negotiation.time_zone)

    def said(self) -> Said | None:
        on = self.cleaned_data.get("said_on")
        if on is None:
            return self.said_with_claim(self.where)
        at = moment_in(on, self.cleaned_data.get("said_time"), self.where)
        return Said(at, self.where) if at else None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        on, at = given.get("said_on"), given.get("said_time")
        if at is not None and on is None:
            self.add_error("said_on", _("Give the day as well."))
        elif on is not None and "said_zone" in given and moment_in(on, at, self.where) is None:
            self.add_error("said_time", _("The clocks were put forward over that hour; give another."))
        if given.get("read_as") and not given.get("decided"):
            self.add_error("decided", _("Say why the words are read in this way."))
        return given


class MoveForm(EvidenceFields):
    """A change of a deadline on record: over the version that was read, for a reason."""

    reason = reason()
    version = version()

    def __init__(self, *args: Any, deadline: Deadline, **options: Any) -> None:
        super().__init__(*args, cited=deadline.claim_id, **options)
        self.deadline = deadline


class WordsOfDeadline(WordsFields, MoveForm):
    """New words for a deadline on record, read from when its own were said."""

    field_order = ("expression", "read_as", "party", "reason")

    def said(self) -> Said | None:
        return Said(self.deadline.said_at, self.deadline.said_zone) if self.deadline.said_at else None


class ExtendForm(WordsOfDeadline):
    """The words of an extension are read from when the claim for it was stated."""

    def said(self) -> Said | None:
        return self.said_with_claim(self.deadline.said_zone)


class ReadingForm(WordsOfDeadline):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Who dates it so"), empty_label=_("choose one"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Party]", self.fields["party"])
        field.queryset = parties(self.place.user, self.place.negotiation.pk)


class SettleForm(MoveForm):
    stated_on = day(_("Since when"), _("Left empty: when the claim was stated."))

    field_order = ("stated_on", "reason")


class GoByForm(MoveForm):
    reading = forms.TypedChoiceField(
        label=_("Which reading?"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )

    field_order = ("reading", "reason")

    def __init__(self, *args: Any, readings: list[Reading], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.TypedChoiceField", self.fields["reading"])
        field.choices = [(reading.id, _reading_words(reading)) for reading in readings]


def _reading_words(reading: Reading) -> str:
    voice = reading.party.name if reading.party else str(_("The source"))
    due = date_format(reading.due_on, str(_("D j M Y"))) if reading.due_on else ""
    return f"{voice}: “{reading.expression}”, {due}"
