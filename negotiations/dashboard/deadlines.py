"""Setting a deadline in the words it was said in, and moving one on record."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
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
from negotiations.actions.permission import may_write
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.deadline_forms import (
    AddForm,
    ExtendForm,
    GoByForm,
    MoveForm,
    ReadingForm,
    SettleForm,
    WordsFields,
    WordsOfDeadline,
)
from negotiations.dashboard.reading_preview import Preview
from negotiations.dashboard.record_forms import RecordForm
from negotiations.dashboard.record_view import INVALID, RecordView
from negotiations.enums import DeadlineKind, DeadlineStatus, MemberRole
from negotiations.models import Claim, Deadline, DeadlineReading, Proposal
from negotiations.queries.deadlines import DEADLINE_DETAIL, DeadlineDetail, Reading
from negotiations.queries.reading import read
from negotiations.rules.deadline_readings import live
from negotiations.rules.moments import WorldMoment


class OfProposal(RecordView):
    """A page about a deadline of one proposal, its own or one of its conditions'."""

    template_name = "dashboard/deadline_form.html"
    section = "proposals"
    title: Any = ""
    save_word: Any = gettext_lazy("Save")
    # The name under which the preview finds this page again.
    move = ""
    proposal: Proposal

    def load(self) -> Deadline | None:
        known = Proposal.objects.visible_to(self.reader).filter(reference=self.kwargs["reference"])
        found = known.select_related("negotiation").first()
        if found is None:
            raise Http404
        self.proposal, self.negotiation = found, found.negotiation
        return None

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Proposals"), reverse("dashboard:proposal-list")),
            Crumb(self.proposal.reference, reverse("dashboard:proposal-detail", args=[self.proposal.reference])),
            Crumb(str(self.title)),
        ]

    def done(self) -> str:
        return reverse("dashboard:proposal-detail", args=[self.proposal.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            save_word=self.save_word,
            move=self.move,
            proposal=self.proposal,
            negotiation=self.negotiation,
            may_lead=may_write(self.reader, self.negotiation, MemberRole.LEAD),
            back=self.done(),
            zones=list(dict.fromkeys((self.negotiation.time_zone, self.reader.time_zone, "UTC"))),
            **kwargs,
        )


class InWords(OfProposal):
    """A page whose form holds words: nothing is saved before its reading was shown."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        if request.POST.get("do") == "read":
            return self.drawn(self.form(initial=self.request.POST.dict()), preview=self.preview())
        form = self.form(data=self.request.POST)
        assert isinstance(form, WordsFields)  # noqa: S101 - every page of words has a form of words
        valid, found = form.is_valid(), form.preview()
        if valid and found.refused and not self.may_wait(form, found):
            form.add_error("expression", found.refused.sentence)
        elif valid and form.cleaned_data["seen"] != found.seen:
            return self.drawn(self.form(initial=self.request.POST.dict()), status=INVALID, preview=found, unseen=True)
        return self.saved(form) if not form.errors else self.drawn(form, status=INVALID)

    def may_wait(self, form: WordsFields, found: Preview) -> bool:
        """Whether words without a date may be saved: a formula that waits for its event."""
        return bool(found.waits_for)

    def preview(self) -> Preview:
        """The reading of what the form holds by now; its other faults are not its business."""
        form = self.form(data=self.request.POST)
        assert isinstance(form, WordsFields)  # noqa: S101 - every page of words has a form of words
        form.is_valid()
        return form.preview()

    def drawn(self, form: RecordForm, *, status: int = 200, **context: Any) -> HttpResponse:
        if "preview" not in context and self.request.method == "POST":
            context["preview"] = self.preview()
        return super().drawn(form, status=status, **context)


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


class OfDeadline(OfProposal):
    """A page that changes one deadline on record."""

    deadline: Deadline
    form_class: type[MoveForm]

    def load(self) -> Deadline:
        super().load()
        known = Deadline.objects.visible_to(self.reader).filter(pk=self.kwargs["pk"])
        found = known.select_related("negotiation", "condition", "proposal").first()
        owner = (found.proposal or (found.condition.proposal if found.condition else None)) if found else None
        if found is None or owner != self.proposal:
            raise Http404
        self.deadline = found
        return found

    def form(self, **options: Any) -> RecordForm:
        initial = {"version": self.deadline.version, **options.pop("initial", {})}
        return self.form_class(place=self.place, deadline=self.deadline, initial=initial, **options)

    def act(self, form: MoveForm) -> str:
        given = form.cleaned_data
        return self.moved(form, form.record(self.negotiation.time_zone), given["reason"], given["version"])

    def moved(self, form: Any, claim: Claim, reason: str, version: int) -> str:
        """Run the action; what to tell."""
        raise NotImplementedError

    @cached_property
    def detail(self) -> DeadlineDetail:
        rows = Deadline.objects.visible_to(self.reader).filter(pk=self.deadline.pk)
        return read(rows, DEADLINE_DETAIL, self.place.reader)[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(deadline=self.detail, **kwargs)


class WordsOnRecord(InWords, OfDeadline):
    """A page that gives a deadline on record new words."""

    form_class: type[WordsOfDeadline]

    def words(self, form: WordsOfDeadline) -> dict[str, Any]:
        given = form.cleaned_data
        return {"expression": given["expression"], "read_as": given["read_as"], "anchor": form.chosen_event()}


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


def _told(deadline: Deadline, done: str) -> str:
    if deadline.due_on is None:
        return f"{done}: {_('no date yet')}"
    return f"{done}: {date_format(deadline.due_on, 'D j M Y')}"
