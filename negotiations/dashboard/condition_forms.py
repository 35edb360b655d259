"""The forms in which conditions are attached, worded, followed and cleared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.codelists import issues
from negotiations.dashboard.evidence_form import EvidenceFields, parties
from negotiations.dashboard.proposal_forms import DatedFields
from negotiations.dashboard.record_forms import RecordForm, line, prose, reason, version
from negotiations.enums import ConditionRole, Progress
from negotiations.models import Party

DESCRIBED = (
    "text",
    "role",
    "issue_code",
    "issue_text",
    "sanctions_programme",
    "demanded_by",
    "owed_by",
    "blocks",
)
CARRIED_OUT, DROPPED = "carried out", "dropped"


def _party(label: Any) -> forms.ModelChoiceField[Party]:
    return forms.ModelChoiceField(Party.objects.none(), label=label, required=False, empty_label=_("nobody named"))


class DescribedCondition(RecordForm):
    """What a condition says, and whom it binds."""

    text = prose(_("What is asked for or offered"), _("In your own words."))
    role = forms.ChoiceField(
        label=_("What it is to the proposal"),
        choices=[(value, capfirst(label)) for value, label in ConditionRole.choices],
    )
    blocks = forms.BooleanField(label=_("It holds the proposal up until it is met"), required=False)
    demanded_by = _party(_("Demanded by"))
    owed_by = _party(_("To be done by"))
    issue_code = forms.ChoiceField(label=_("Issue"), required=False)
    issue_text = line(_("Issue in words"), _("Where no code names it."), required=False)
    sanctions_programme = line(_("Sanctions programme"), _("Such as EU-RUS."), required=False, longest=40)

    layout = (
        ("text",),
        ("role", "blocks"),
        ("demanded_by", "owed_by"),
        ("issue_code", "issue_text"),
        ("sanctions_programme",),
        ("reason",),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        schemes: dict[str, list[tuple[str, str]]] = {}
        for each in issues():
            schemes.setdefault(each.scheme, []).append((each.code, each.label))
        self.fields["issue_code"].choices = [("", _("not coded")), *schemes.items()]  # type: ignore[attr-defined]
        for name in ("demanded_by", "owed_by"):
            self.fields[name].queryset = parties(self.place.user, self.place.negotiation.pk)  # type: ignore[attr-defined]

    def described(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIBED}


class AddConditionForm(DescribedCondition, EvidenceFields):
    """A new condition, and what it rests on."""


class EditConditionForm(DescribedCondition):
    reason = reason()
    version = version()


class ProgressForm(DatedFields):
    progress = forms.TypedChoiceField(
        label=_("How far it has come"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(value, capfirst(label)) for value, label in Progress.choices],
        error_messages={"required": _("Choose one.")},
    )
    contested = forms.BooleanField(label=_("This is contested"), required=False)
    reason = reason()
    version = version()

    layout = (("progress",), ("contested", "stated_on"), ("reason",))


class ClearForm(DatedFields):
    how = forms.ChoiceField(
        label=_("Why does it hold nothing up any more?"),
        widget=forms.RadioSelect,
        choices=[(CARRIED_OUT, _("It is carried out in full")), (DROPPED, _("It is no longer asked for"))],
        error_messages={"required": _("Choose one.")},
    )
    reason = reason()
    version = version()

    layout = (("how",), ("stated_on",), ("reason",))

    def cleared_on(self) -> Any:
        """The day of it: as given, else of the claim, else today."""
        where = self.place.negotiation.time_zone
        since = self.since() or self.stated(where)
        return (since.on if since else None) or timezone.localdate(self.place.now)
