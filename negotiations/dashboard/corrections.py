"""Judging a claim anew, over the list of what rests on it; and the page of every correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.claims import mark_claim
from negotiations.actions.recording import require_version
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import RecordForm, reason, version
from negotiations.dashboard.record_view import RecordView
from negotiations.enums import ClaimStanding
from negotiations.models import Claim, ClaimMark
from negotiations.queries.claims import CLAIM_REF
from negotiations.queries.corrections import CORRECTION
from negotiations.queries.reading import read
from negotiations.queries.resting import resting_on

PAGE_SIZE, OFFERED = 50, 300


class JudgeForm(RecordForm):
    standing = forms.ChoiceField(
        label=gettext_lazy("From now on the claim is"),
        choices=[(value, capfirst(label)) for value, label in ClaimStanding.choices],
        widget=forms.RadioSelect,
    )
    corrected_by = forms.TypedChoiceField(
        label=gettext_lazy("Corrected by"),
        help_text=gettext_lazy("Only for a correction: the claim that takes its place."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = reason()
    version = version()

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Claim.objects.visible_to(self.place.user).filter(negotiation=self.place.negotiation).standing()
        named = others.exclude(pk=claim.pk).order_by("-pk").values_list("pk", "assertion")[:OFFERED]
        field = self.fields["corrected_by"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("no other claim")), *((pk, Truncator(words).chars(110)) for pk, words in named)]


class JudgeClaim(RecordView):
    template_name = "dashboard/judge_claim.html"
    section = "corrections"

    def load(self) -> Claim:
        rows = Claim.objects.visible_to(self.reader).select_related("negotiation")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.claim, self.negotiation = found, found.negotiation
        return found

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Corrections"), reverse("dashboard:correction-list")), Crumb(_("Judge a claim"))]

    def form(self, **options: Any) -> JudgeForm:
        now = {"version": self.claim.version, "standing": self.claim.standing}
        return JudgeForm(place=self.place, claim=self.claim, initial={**now, **options.pop("initial", {})}, **options)

    def act(self, form: JudgeForm) -> str:
        given = form.cleaned_data
        require_version(self.claim, given["version"])
        known = Claim.objects.visible_to(self.reader)
        mark_claim(
            claim=self.claim,
            standing=ClaimStanding(given["standing"]),
            reason=given["reason"],
            corrected_by=known.get(pk=given["corrected_by"]) if given["corrected_by"] else None,
            actor=self.reader,
            now=self.now,
        )
        return _("Saved. What rests on the claim is marked wherever it stands.")

    def done(self) -> str:
        return reverse("dashboard:correction-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = read(Claim.objects.visible_to(self.reader).filter(pk=self.claim.pk), CLAIM_REF, self.place.reader)
        resting = resting_on([self.claim.pk], self.place.reader)
        return super().get_context_data(
            claim=shown[0],
            alone=[row for row in resting if row.alone],
            also=[row for row in resting if not row.alone],
            **kwargs,
        )


class CorrectionList(DashboardView):
    """Every judgement this reader may know of, newest first."""

    template_name = "dashboard/correction_list.html"
    section = "corrections"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Corrections"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = self.reading()
        rows = ClaimMark.objects.visible_to(self.reader)
        if reader.then:
            rows = rows.filter(recorded_at__lte=reader.then.known_at or reader.then.as_of)
        page = Paginator(rows.order_by(*CORRECTION.order), PAGE_SIZE).get_page(self.request.GET.get("page"))
        first = max(page.start_index() - 1, 0)
        found = read(rows.order_by(*CORRECTION.order)[first : page.end_index()], CORRECTION, reader)
        return super().get_context_data(corrections=found, page=page, **kwargs)
