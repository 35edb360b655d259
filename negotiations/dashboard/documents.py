"""The texts of a proposal: recorded from a form, read version by version, a newer one beside the one before it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.texts import record_text
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.evidence_form import EvidenceFields, parties
from negotiations.dashboard.proposal_crumbs import below_proposal
from negotiations.dashboard.proposal_form_page import OfProposal
from negotiations.dashboard.record_forms import line, prose
from negotiations.models import Negotiation, Party, ProposalText
from negotiations.models.fields import KEPT_TEXT
from negotiations.queries.reading import read
from negotiations.queries.texts import TEXT_DETAIL, TextDetail
from negotiations.rules.comparison import marked


class TextForm(EvidenceFields):
    name = line(gettext_lazy("Name"), gettext_lazy("What the text is called: Terms of the truce at sea."))
    edition = line(
        gettext_lazy("Version"), gettext_lazy("As people call it: second draft."), required=False, longest=80
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("As a code: en, uk, ru."),
        required=False,
        max_length=20,
        validators=[RegexValidator(r"\A[A-Za-z0-9-]*\Z", gettext_lazy("Write a code such as en or uk-Latn."))],
    )
    held_by = forms.ModelChoiceField(
        Party.objects.none(), label=gettext_lazy("Held by"), required=False, empty_label=gettext_lazy("not known")
    )
    replaces = forms.ModelChoiceField(
        ProposalText.objects.none(),
        label=gettext_lazy("Newer version of"),
        required=False,
        empty_label=gettext_lazy("a text of its own"),
    )
    text = prose(
        gettext_lazy("The text"),
        gettext_lazy("May be left out where only its existence is known."),
        required=False,
        longest=KEPT_TEXT,
    )

    layout = (("name", "edition"), ("language", "held_by"), ("replaces",), ("text",))

    def __init__(self, *args: Any, newest: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows("held_by", parties(self.place.user, self.place.negotiation.pk))
        self._rows("replaces", newest)


class AddDocument(OfProposal):
    """`?replaces=7`: a newer version of that text."""

    title = gettext_lazy("Add a document")
    save_word = gettext_lazy("Save document")

    def form(self, **options: Any) -> TextForm:
        rows = ProposalText.objects.visible_to(self.reader).filter(proposal=self.proposal)
        newest = rows.exclude(pk__in=rows.filter(replaces__isnull=False).order_by().values("replaces"))
        asked = self.request.GET.get("replaces", "")
        before = newest.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
        known = {"replaces": before.pk, "name": before.name, "language": before.language} if before else {}
        return TextForm(place=self.place, newest=newest, initial=known | options.pop("initial", {}), **options)

    def act(self, form: TextForm) -> str:
        given = {name: form.cleaned_data[name] for row in form.layout for name in row}
        claim = form.record(self.negotiation.time_zone)
        row = record_text(proposal=self.proposal, claim=claim, actor=self.reader, now=self.now, **given)
        return _("Document saved: %(name)s") % {"name": row}

    def done(self) -> str:
        return f"{super().done()}#documents"


class Document(DashboardView):
    """One version of a text; with the one before it, the words that changed."""

    template_name = "dashboard/document.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        return below_proposal(self.kwargs["reference"], _("Document"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self._read(self.kwargs["pk"])
        if found is None or found.proposal is None or found.proposal.reference != self.kwargs["reference"]:
            raise Http404
        before = self._read(found.replaces) if found.replaces else None
        home = Negotiation.objects.visible_to(self.reader).get(reference=found.negotiation)
        self.negotiation = home
        return super().get_context_data(
            found=found,
            before=before,
            runs=marked(before.text, found.text) if before and before.text and found.text else (),
            may_edit=self.may_edit(home),
            **kwargs,
        )

    def _read(self, pk: int) -> TextDetail | None:
        rows = TEXT_DETAIL.standing(ProposalText.objects.visible_to(self.reader), self.reading().then).filter(pk=pk)
        return next(iter(read(rows, TEXT_DETAIL, self.reading())), None)
