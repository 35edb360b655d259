"""The forms of what is done to several proposals at once."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from negotiations.dashboard.proposal_forms import DatedFields
from negotiations.dashboard.record_forms import RecordForm, reason


class Versions(RecordForm):
    """The proposals and the versions of them that were read: "P-1=3,P-2=1"."""

    versions = forms.CharField(max_length=32_000, widget=forms.HiddenInput)

    def clean_versions(self) -> dict[str, int]:
        try:
            return versions_read(self.cleaned_data["versions"])
        except ValueError:
            raise forms.ValidationError(_("Open the page again from the list.")) from None


def versions_read(text: str) -> dict[str, int]:
    """Which version was read of which proposal, in the order of the page; ValueError for anything else."""
    pairs = [word.partition("=") for word in text.split(",")]
    if not all(version.isascii() and version.isdigit() and len(version) < 10 for _reference, _, version in pairs):
        raise ValueError(text[:60])
    return {reference: int(version) for reference, _, version in pairs}


class StatusForAll(DatedFields, Versions):
    reason = reason()
    layout = (("stated_on",), ("reason",))


class OwnerForAll(Versions):
    reason = reason()
    layout = (("reason",),)
