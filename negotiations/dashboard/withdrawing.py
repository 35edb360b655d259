"""Withdrawing a whole document: over the list of what would lose its only support, for one reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.actions.claims import standing_claims, withdraw_article
from negotiations.actions.reads import record_reads
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.record_forms import RecordForm, reason
from negotiations.dashboard.record_view import RecordView
from negotiations.errors import InvalidValueError
from negotiations.models import Article, Claim
from negotiations.queries.claims import CLAIM_REF
from negotiations.queries.reading import read
from negotiations.queries.resting import resting_on


class WithdrawForm(RecordForm):
    """`seen` are the claims that were shown: another one that came since is not withdrawn unseen."""

    reason = reason()
    seen = forms.CharField(max_length=20_000)


class WithdrawArticle(RecordView):
    template_name = "dashboard/withdraw_article.html"
    section = "sources"
    notes_reads = True

    def load(self) -> None:
        """The page is there as long as a claim of the document stands that this reader may know of."""
        found = Article.objects.visible_to(self.reader).filter(reference=self.kwargs["reference"]).first()
        self.claims = standing_claims(found, self.reader) if found else []
        if found is None or not self.claims:
            raise Http404
        self.article, self.negotiation = found, self.claims[0].negotiation
        closed = sorted({each.negotiation_id for each in self.claims if each.negotiation.restricted})
        record_reads(user=self.reader, reads=[(home, f"article {found.reference}") for home in closed], now=self.now)

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Documents"), reverse("dashboard:article-list")),
            Crumb(self.article.reference, self.done()),
            Crumb(_("Withdraw")),
        ]

    def form(self, **options: Any) -> WithdrawForm:
        return WithdrawForm(place=self.place, **options)

    def act(self, form: WithdrawForm) -> str:
        if form.cleaned_data["seen"] != self._seen():
            told = _("What was taken from this document has changed since you looked; here is how it stands now.")
            raise InvalidValueError(told, field="reason")
        why = form.cleaned_data["reason"]
        withdraw_article(article=self.article, claims=self.claims, reason=why, actor=self.reader, now=self.now)
        number = len(self.claims)
        return ngettext("%(n)s claim withdrawn.", "%(n)s claims withdrawn.", number) % {"n": number}

    def done(self) -> str:
        return reverse("dashboard:article-detail", args=[self.article.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ids = [claim.pk for claim in self.claims]
        known = Claim.objects.visible_to(self.reader).filter(pk__in=ids).order_by("pk")
        resting = resting_on(ids, self.place.reader)
        return super().get_context_data(
            article=self.article,
            claims=read(known, CLAIM_REF, self.place.reader),
            alone=[row for row in resting if row.alone],
            also=[row for row in resting if not row.alone],
            seen=self._seen(),
            back=self.done(),
            **kwargs,
        )

    def _seen(self) -> str:
        return ",".join(str(claim.pk) for claim in self.claims)
