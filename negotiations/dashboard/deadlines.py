"""Setting a deadline in the words it was said in, and moving one on record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.deadlines import (
    add_reading,
    correct_deadline,
    decide_reading,
    extend_deadline,
    set_deadline,
    settle_deadline,
)
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.deadline_forms import (
    AddForm,
    ExtendForm,
    GoByForm,
    ReadingForm,
    SettleForm,
    WordsFields,
    WordsOfDeadline,
)
from negotiations.dashboard.deadline_pages import InWords, OfDeadline, WordsOnRecord
from negotiations.dashboard.reading_preview import Preview
from negotiations.dashboard.record_forms import RecordForm
from negotiations.dashboard.record_view import WAITS
from negotiations.enums import DeadlineKind, DeadlineStatus
from negotiations.models import Claim, Deadline, DeadlineReading, ProposedChange
from negotiations.queries.deadlines import Reading
from negotiations.rules.deadline_readings import live
from negotiations.rules.moments import WorldMoment


class AddDeadline(InWords):
    title = gettext_lazy("Add a deadline")
    save_word = gettext_lazy("Save deadline")
    move = "add"

    def form(self, **options: Any) -> AddForm:
        return AddForm(place=self.place, **options)

    def may_wait(self, form: WordsFields, found: Preview) -> bool:
        return super().may_wait(form, found) or bool(form.cleaned_data["review_on"])

    def act(self, form: AddForm) -> str:
        given, said = form.cleaned_data, form.said()
        deadline = set_deadline(
            negotiation=self.negotiation,
            proposal=self.proposal,
            kind=DeadlineKind(given["kind"]),
            title=given["title"],
            expression=given["expression"],
            said_at=said.at if said else None,
            said_zone=said.zone if said else "",
            said_by=given["said_by"],
            anchor=form.chosen_event(),
            review_on=given["review_on"],
            read_as=given["read_as"],
            decided=given["decided"],
            claim=form.record(form.where),
            actor=self.reader,
            now=self.now,
        )
        return _told(deadline, _("Deadline saved"))


class Extend(WordsOnRecord):
    title = gettext_lazy("Extend")
    save_word = gettext_lazy("Save extension")
    move = "extend"
    form_class = ExtendForm

    def moved(self, form: WordsOfDeadline, claim: Claim, reason: str, version: int) -> str:
        successor = extend_deadline(
            deadline=self.deadline,
            claim=claim,
            reason=reason,
            version=version,
            actor=self.reader,
            now=self.now,
            **self.words(form),
        )
        return _told(successor, _("Extended"))


class Correct(WordsOnRecord):
    title = gettext_lazy("Correct how it was taken down")
    save_word = gettext_lazy("Save correction")
    move = "correct"
    form_class = WordsOfDeadline

    def form(self, **options: Any) -> RecordForm:
        known = {"expression": self.deadline.expression, "claim": self.deadline.claim_id}
        initial = {**known, **options.pop("initial", {})}
        return super().form(initial=initial, **options)

    def may_wait(self, form: WordsFields, found: Preview) -> bool:
        return super().may_wait(form, found) or self.deadline.review_on is not None

    def moved(self, form: WordsOfDeadline, claim: Claim, reason: str, version: int) -> str:
        correct_deadline(
            deadline=self.deadline,
            claim=claim,
            reason=reason,
            version=version,
            actor=self.reader,
            now=self.now,
            **self.words(form),
        )
        return _told(self.deadline, _("Corrected"))


class AddPartysReading(WordsOnRecord):
    title = gettext_lazy("Add how a party dates it")
    save_word = gettext_lazy("Save reading")
    move = "reading"
    form_class = ReadingForm

    def moved(self, form: WordsOfDeadline, claim: Claim, reason: str, version: int) -> str:
        add_reading(
            deadline=self.deadline,
            party=form.cleaned_data["party"],
            claim=claim,
            reason=reason,
            version=version,
            actor=self.reader,
            now=self.now,
            **self.words(form),
        )
        return _told(self.deadline, _("Reading saved"))


class GoBy(OfDeadline):
    title = gettext_lazy("Go by another reading")
    save_word = gettext_lazy("Go by this reading")
    move = "go-by"

    def form(self, **options: Any) -> GoByForm:
        chosen = {"version": self.deadline.version, "reading": self.request.GET.get("reading")}
        initial = chosen | options.pop("initial", {})
        return GoByForm(place=self.place, deadline=self.deadline, readings=self.choices(), initial=initial, **options)

    def choices(self) -> list[Reading]:
        """The newest reading of each voice that has a date."""
        found = live(self.detail.readings, lambda reading: reading.party.id if reading.party else None)
        return [reading for reading in found if reading.due_at]

    def moved(self, form: GoByForm, claim: Claim, reason: str, version: int) -> str:
        rows = DeadlineReading.objects.visible_to(self.reader).filter(deadline=self.deadline)
        decide_reading(
            deadline=self.deadline,
            reading=rows.get(pk=form.cleaned_data["reading"]),
            claim=claim,
            reason=reason,
            version=version,
            actor=self.reader,
            now=self.now,
        )
        return _told(self.deadline, _("It now goes by this reading"))


class Settle(OfDeadline):
    """Met, lapsed, cancelled; or open again, where an outcome was recorded in error."""

    form_class = SettleForm
    status: DeadlineStatus = DeadlineStatus.MET

    def moved(self, form: SettleForm, claim: Claim, reason: str, version: int) -> str:
        on = form.cleaned_data["stated_on"]
        settle_deadline(
            deadline=self.deadline,
            status=self.status,
            stated=WorldMoment.day(on, self.deadline.due_zone) if on else None,
            claim=claim,
            reason=reason,
            version=version,
            actor=self.reader,
            now=self.now,
        )
        return f"{self.deadline.title}: {self.deadline.get_status_display()}"


PAGES: dict[str, type[InWords]] = {page.move: page for page in (AddDeadline, Extend, Correct, AddPartysReading)}


class ReadingFragment(DashboardView):
    """How the words in a form are read by now, as a piece of its page. Writes nothing."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page_class = PAGES.get(request.POST.get("move", ""))
        if page_class is None:
            raise Http404
        page = page_class()
        key = request.POST.get("deadline", "")
        page.setup(request, reference=request.POST.get("proposal", ""), pk=int(key) if _is_key(key) else 0)
        page.now = self.now
        page.begin()
        context = {"preview": page.preview(), "form": page.form(initial=request.POST.dict())}
        return render(request, "dashboard/_deadline_reading.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _told(deadline: Deadline | ProposedChange, done: str) -> str:
    if isinstance(deadline, ProposedChange):
        return str(WAITS)
    if deadline.due_on is None:
        return f"{done}: {_('no date yet')}"
    return f"{done}: {date_format(deadline.due_on, _('D j M Y'))}"
