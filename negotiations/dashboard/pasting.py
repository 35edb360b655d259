"""Add from a text: what it may hold is suggested, a person confirms it, and nothing is saved before that."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiations.actions.deadline_counting import when_said
from negotiations.actions.sources import finish_reading
from negotiations.actions.together import together
from negotiations.dashboard.adding import AddRecord, writable
from negotiations.dashboard.base import OK
from negotiations.dashboard.pasted_forms import EntryForm, PastedForm, drafted, matters
from negotiations.dashboard.record_view import INVALID
from negotiations.dashboard.suggestions import (
    DEADLINE,
    MEETING,
    MOST,
    STATEMENT,
    people_and_parties,
    shown,
    suggestions,
)
from negotiations.dashboard.suggestions import chosen as by_hand
from negotiations.dashboard.taking import Entry, take
from negotiations.dashboard.undoing import tell
from negotiations.errors import ActionRefusedError
from negotiations.ingest.passages import Span, located
from negotiations.models import Article, Proposal
from negotiations.rules.moments import WorldMoment

READ, MORE, SAVE, LATER, DONE = "read", "more", "save", "later", "done"
_PASSAGE = re.compile(rf"({STATEMENT}|{DEADLINE}|{MEETING}):([0-9]{{1,7}}):([0-9]{{1,7}})")

KINDS = (
    (STATEMENT, gettext_lazy("Statement")),
    (DEADLINE, gettext_lazy("Deadline")),
    (MEETING, gettext_lazy("Meeting")),
)


class AddText(AddRecord):
    """`/add/text/?negotiation=N-1`, and with `article=S-5` a document that was kept for later."""

    template_name = "dashboard/add_text.html"
    title = gettext_lazy("Add from a text")
    form_class = PastedForm
    article: Article | None = None
    # Passages that somebody chose beside those that Parley found: kind, and where in the text.
    chosen: tuple[tuple[str, Span], ...] = ()

    def load(self) -> None:
        asked = self.request.GET.get("article", "")
        if asked:
            rows = Article.objects.visible_to(self.reader).exclude(text="").select_related("negotiation", "source")
            self.article = rows.filter(reference=asked).first()
            if self.article is None:
                raise Http404
        if asked and not self.request.GET.get("negotiation"):
            homes = [self.article.negotiation] if self.article and self.article.negotiation else writable(self.reader)
            if not homes:
                raise Http404
            self.negotiation = homes[0]
            return
        super().load()
        if self.article and self.article.negotiation_id not in {None, self.negotiation.pk}:
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        if self.article is None:
            return self.drawn(self.form())
        return self.reviewed(None, self.article.text, self.article.published)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        todo = request.POST.get("do")
        if self.article is not None:
            if todo == DONE:
                finish_reading(article=self.article, actor=self.reader, now=self.now)
                return self.on(_("Nothing more is to be taken from %(title)s.") % {"title": self.article})
            if todo == MORE:
                return self.with_one_more(None, self.article.text, self.article.published)
            return self.taken(None, self.article.text, self.article.published)
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.drawn(form, status=INVALID)
        text, published = form.cleaned_data["text"], self.published(form)
        if todo == SAVE:
            return self.taken(form, text, published)
        if todo == MORE:
            return self.with_one_more(form, text, published)
        if todo == LATER:
            return self.kept(form)
        return self.reviewed(form, text, published)

    def published(self, form: PastedForm) -> WorldMoment:
        return WorldMoment.day(form.cleaned_data["published_on"], self.negotiation.time_zone)

    def reviewed(
        self, form: PastedForm | None, text: str, published: WorldMoment, *, given: Any = None, status: int = 200
    ) -> HttpResponse:
        """The text beside what it may hold; `given` is what was sent and could not be saved."""
        entries = self.entries(text, published, given)
        return self.drawn(
            form,  # type: ignore[arg-type]  # a document on record needs no form
            status=status,
            reviewing=True,
            entries=entries,
            ticked=sum(bool(entry.form["keep"].value()) for entry in entries),
            kinds=KINDS,
            chosen=[f"{kind}:{at.start}:{at.end}" for kind, at in self.chosen],
            more=given.get("more", "") if given and status != OK else "",
            pieces=shown(text, [entry.found for entry in entries]).pieces,
            article=self.article,
            faults=[fault for entry in entries if given and status != OK for fault in entry.form.faults()],
            most=MOST,
            full=len(entries) == MOST,
        )

    def entries(self, text: str, published: WorldMoment, given: Any) -> list[Entry]:
        known = people_and_parties(self.place)
        said_at: datetime = when_said(published, self.negotiation.time_zone) or self.now
        offered = Proposal.objects.visible_to(self.reader).filter(negotiation=self.negotiation).order_by("-changed_at")
        asked = matters(self.reader, offered.open()[:MOST])
        shared = {
            "text": text,
            "speakers": known.choices,
            "proposals": offered,
            "matters": asked,
            "place": self.place,
        }
        found = suggestions(text, said_at=said_at, place=self.place, known=known)
        # After those that were found, so that what was typed beside these stays with them.
        found += [by_hand(kind, at, text, known) for kind, at in self.chosen]
        passages = shown(text, found).passages
        return [
            Entry(
                number,
                passages[number],
                each,
                EntryForm(
                    given if given and f"e{number}-kind" in given else None,
                    prefix=f"e{number}",
                    initial=drafted(each),
                    same=each.same,
                    **shared,  # type: ignore[arg-type]
                ),
            )
            for number, each in enumerate(found)
        ]

    def begin(self) -> None:
        super().begin()
        found = (_PASSAGE.fullmatch(each) for each in self.request.POST.getlist("passage")[:MOST])
        self.chosen = tuple((each[1], Span(int(each[2]), int(each[3]))) for each in found if each)

    def with_one_more(self, form: PastedForm | None, text: str, published: WorldMoment) -> HttpResponse:
        """The same review with an entry for the passage that was chosen."""
        sent = self.request.POST
        kind, at = sent.get("more_kind", ""), located(text, sent.get("more", ""))
        if at is None or kind not in dict(KINDS):
            told = _("These words do not stand in the text. Choose a passage, or paste one as it stands there.")
            return self.told(form, text, published, [{"at": "more", "text": told}])
        self.chosen = (*self.chosen, (kind, at))
        return self.reviewed(form, text, published, given=sent)

    def taken(self, form: PastedForm | None, text: str, published: WorldMoment) -> HttpResponse:
        """Save the document and every ticked entry, or nothing of it."""
        sent = self.request.POST
        entries = self.entries(text, published, sent)
        if not all([entry.form.is_valid() for entry in entries]):  # noqa: C419 - each of them tells its faults
            return self.reviewed(form, text, published, given=sent, status=INVALID)
        chosen = [entry for entry in entries if entry.form.cleaned_data["keep"]]
        refused: EntryForm | None = None
        try:
            with together():
                article = self.article or form.document(self.negotiation.time_zone, text=text)  # type: ignore[union-attr]
                for entry in chosen:
                    refused = entry.form
                    take(entry, article, self.place)
                if article.to_be_read:
                    finish_reading(article=article, actor=self.reader, now=self.now)
        except ActionRefusedError as refusal:
            faults = [{"at": f"id_{refused.prefix}-assertion" if refused else "main", "text": refusal.reason}]
            return self.told(form, text, published, faults)
        count = len(chosen)
        told = ngettext("Saved: %(title)s, with %(count)d entry.", "Saved: %(title)s, with %(count)d entries.", count)
        return self.on(told % {"title": article, "count": count})

    def told(
        self, form: PastedForm | None, text: str, published: WorldMoment, faults: list[dict[str, str]]
    ) -> HttpResponse:
        answer: Any = self.reviewed(form, text, published, given=self.request.POST, status=INVALID)
        answer.context_data["faults"] = faults
        return answer  # type: ignore[no-any-return]

    def kept(self, form: PastedForm) -> HttpResponse:
        try:
            with together():
                article = form.document(self.negotiation.time_zone, text=form.cleaned_data["text"], to_be_read=True)
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return self.drawn(form, status=INVALID)
        return self.on(_("Kept for later: %(title)s. It stands under Needs you.") % {"title": article})

    def on(self, told: str) -> HttpResponse:
        tell(self.request, told)
        return HttpResponseRedirect(self.ways)
