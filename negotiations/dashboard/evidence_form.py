"""The part of a form that says what a fact rests on: a claim on record, or a new one with its document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.actions.claims import record_claim
from negotiations.actions.sources import record_article, register_source
from negotiations.dashboard.record_forms import RecordForm, day, line, prose
from negotiations.enums import Evidence, Precision
from negotiations.models import Article, Claim, Party, Source
from negotiations.models.fields import QUOTATION, validate_line
from negotiations.queries import beginning  # noqa: F401 - it registers its lookup
from negotiations.queries.articles import ARTICLE_REF, ArticleRef
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.reading import read
from negotiations.queries.shapes import Record, Shape
from negotiations.rules.folding import folded
from negotiations.rules.moments import WorldMoment

KNOWN, NEW = "known", "new"
_OFFERED = 100
_NEEDED = _("Fill this in.")
_NEWEST = (F("stated_at").desc(nulls_last=True), "-pk")


class EvidenceFields(RecordForm):
    """A claim is chosen, or assertion, evidence and document say what the new one is."""

    rests_on = forms.ChoiceField(
        label=_("What does it rest on?"),
        choices=[(KNOWN, _("A claim on record")), (NEW, _("A new claim"))],
        widget=forms.RadioSelect,
        initial=KNOWN,
    )
    claim_words = forms.CharField(
        label=_("Words of the claim"),
        help_text=_("Finds it among all that are on record; each word as it begins."),
        required=False,
        max_length=200,
        validators=[validate_line],
    )
    claim = forms.TypedChoiceField(label=_("Claim"), coerce=int, empty_value=None, required=False)
    article_words = forms.CharField(
        label=_("Words of the document"),
        help_text=_("Finds it by its title or its text; each word as it begins."),
        required=False,
        max_length=200,
        validators=[validate_line],
    )
    article = forms.TypedChoiceField(label=_("Document"), coerce=int, empty_value=None, required=False)
    article_title = line(_("Its title"), required=False)
    source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Published by"), required=False, empty_label=_("somebody new")
    )
    source_name = line(_("Their name"), required=False)
    published_on = day(_("Published on"))
    article_url = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    assertion = prose(_("What it says"), _("In your own words."), required=False)
    quotation = prose(_("Exact words"), _("Only what is quoted; may be left out."), required=False, longest=QUOTATION)
    evidence = forms.ChoiceField(
        label=_("How it is known"),
        choices=[(value, capfirst(label)) for value, label in Evidence.choices],
        initial=Evidence.REPORT,
        required=False,
    )
    asserted_by = forms.ModelChoiceField(
        Party.objects.none(), label=_("Said by"), required=False, empty_label=_("the document itself")
    )

    named = {  # noqa: RUF012 - a constant of each form
        "said_at": "said_on",
        "url": "article_url",
        "title": "title",
        "asserted_by_party": "asserted_by",
        "name": "source_name",
    }

    def __init__(self, *args: Any, cited: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        user, home = self.place.user, self.place.negotiation
        here = Q(negotiation=None) | Q(negotiation=home)
        known = Claim.objects.visible_to(user).filter(negotiation=home).standing()
        self.claims = {
            claim.id: claim for claim in self._found(known.order_by(*_NEWEST), CLAIM_REF, "claim", also=cited)
        }
        documents = Article.objects.visible_to(user).filter(here).order_by("-pk")
        self.articles = {row.id: row for row in self._found(documents, ARTICLE_REF, "article")}
        self._offer(
            "claim", [("", _("choose one")), *((claim.id, _claim_words(claim)) for claim in self.claims.values())]
        )
        self._offer(
            "article",
            [("", _("a new document")), *((row.id, f"{row.reference} {row.title}") for row in self.articles.values())],
        )
        self._rows("source", Source.objects.visible_to(user).filter(here).order_by("name"))
        self._rows("asserted_by", parties(self.place.user, home.pk))

    def _given(self, name: str) -> Any:
        """What was typed into a field, or what the form begins with."""
        return self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)

    def _found(self, rows: Any, shape: Shape[Record], name: str, also: int | None = None) -> list[Record]:
        """The newest in whose texts the words typed beside a field occur, and what was chosen in it before."""
        words = folded(str(self._given(f"{name}_words") or "")).split()
        found = rows.filter(search_text__beginning=words) if words else rows
        offered = read(found[:_OFFERED], shape, self.place.reader)
        # What was chosen before stays chosen, whatever was looked for since.
        for chosen in sorted({each for each in (also, self._chosen(name)) if each}):
            if all(row.id != chosen for row in offered):  # type: ignore[attr-defined]  # every record has one
                offered += read(rows.filter(pk=chosen), shape, self.place.reader)
        return offered

    def _chosen(self, name: str) -> int | None:
        chosen = str(self._given(name) or "")
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("rests_on") == KNOWN:
            self._need("claim", _("Choose the claim, or record a new one."))
        elif given.get("rests_on") == NEW:
            self._need("assertion", _NEEDED)
            self._need("evidence", _NEEDED)
            if not given.get("article"):
                self._need_document()
        return given

    def _need_document(self) -> None:
        self._need("article_title", _NEEDED)
        self._need("published_on", _("Say when it was published; words such as Friday are read from then."))
        if not self.cleaned_data.get("source"):
            self._need("source_name", _("Name who published it, or choose one on record."))

    def stated(self, zone: str) -> WorldMoment | None:
        """When the claim was stated, as far as the form tells by now; a new one is stated when it was published."""
        given = self.cleaned_data
        if given.get("rests_on") == KNOWN:
            claim = self.claims.get(given.get("claim") or 0)
            return stated_of(claim) if claim else None
        article = self.articles.get(given.get("article") or 0)
        if article:
            return published_of(article)
        return WorldMoment.day(given["published_on"], zone) if given.get("published_on") else None

    def record(self, zone: str, **more: Any) -> Claim:
        """The claim chosen, or the new one, recorded with its document where that is new too.

        To be called within the transaction of the action that rests on it. `zone`: where days are meant; `more`: what
        else `record_claim` takes.
        """
        given, place = self.cleaned_data, self.place
        if given["rests_on"] == KNOWN:
            return Claim.objects.visible_to(place.user).get(pk=given["claim"], negotiation=place.negotiation)
        who = {"actor": place.user, "now": place.now}
        return record_claim(
            negotiation=place.negotiation,
            article=self.document(zone),
            assertion=given["assertion"],
            quotation=given["quotation"],
            evidence=Evidence(given["evidence"]),
            asserted_by_party=given["asserted_by"],
            **who,  # type: ignore[arg-type]
            **more,
        )

    def document(self, zone: str, **more: Any) -> Article:
        """The document chosen, or the new one with its outlet; `more`: what else `record_article` takes."""
        given, place = self.cleaned_data, self.place
        if given["article"]:
            return Article.objects.visible_to(place.user).get(pk=given["article"])
        who: dict[str, Any] = {"actor": place.user, "now": place.now}
        # What a restricted negotiation reads stays in it; who is not staff may only write there.
        own = place.negotiation if place.negotiation.restricted or not place.user.is_staff else None
        source = given["source"] or register_source(name=given["source_name"], negotiation=own, **who)
        return record_article(
            source=source,
            title=given["article_title"],
            published=WorldMoment.day(given["published_on"], zone),
            url=given["article_url"],
            negotiation=own,
            **who,
            **more,
        )

    def _need(self, name: str, text: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, text)


def parties(user: Any, negotiation: int) -> Any:
    """The parties a person may name in a negotiation, in the one order of the record."""
    return Party.objects.visible_to(user).filter(Q(negotiation=None) | Q(negotiation=negotiation))


def stated_of(claim: ClaimRef) -> WorldMoment:
    precision = Precision(claim.stated_precision)
    return WorldMoment(claim.stated_on, claim.stated_at, precision, claim.stated_zone)


def published_of(article: ArticleRef) -> WorldMoment:
    precision = Precision(article.published_precision)
    return WorldMoment(article.published_on, article.published_at, precision, article.published_zone)


def _claim_words(claim: ClaimRef) -> str:
    article = f"{claim.article.reference}: " if claim.article else ""
    day_format = str(_("j M Y"))
    when = f" ({date_format(claim.stated_on, day_format)})" if claim.stated_on else ""
    return f"{article}{Truncator(claim.assertion).chars(110)}{when}"
