"""What the pages share on which deadlines are set and moved: their proposal, their form, the reading shown first."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from negotiations.dashboard.deadline_forms import MoveForm, WordsFields, WordsOfDeadline
from negotiations.dashboard.proposal_form_page import OfProposal
from negotiations.dashboard.reading_preview import Preview
from negotiations.dashboard.record_forms import RecordForm
from negotiations.dashboard.record_view import INVALID, LOOK_UP
from negotiations.models import Claim, Deadline
from negotiations.queries.deadlines import DEADLINE_DETAIL, DeadlineDetail
from negotiations.queries.reading import read


class InWords(OfProposal):
    """A page whose form holds words: nothing is saved before its reading was shown."""

    template_name = "dashboard/deadline_form.html"
    # The name under which the preview finds this page again.
    move = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(move=self.move, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        if LOOK_UP in request.POST:
            return self.looked_up(self.form(initial=self.typed()))
        if request.POST.get("do") == "read":
            return self.drawn(self.form(initial=self.typed()), preview=self.preview())
        form = self.form(data=self.request.POST)
        assert isinstance(form, WordsFields)  # noqa: S101 - every page of words has a form of words
        valid, found = form.is_valid(), form.preview()
        if valid and found.missing:
            form.add_error("expression", found.missing)
        elif valid and found.refused and not self.may_wait(form, found):
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


class OfDeadline(OfProposal):
    """A page that changes one deadline on record."""

    template_name = "dashboard/deadline_form.html"
    move = ""

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
        return self.moved(form, form.record(self.deadline.said_zone), given["reason"], given["version"])

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
