"""A page with one form that writes to the record: who may, what was refused, and who was faster."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from negotiations.actions.permission import may_write
from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.record_forms import Place, RecordForm
from negotiations.dashboard.undoing import tell
from negotiations.dashboard.versions import Overtaken, overtaken
from negotiations.enums import MemberRole
from negotiations.errors import ActionRefusedError, NotPermittedError, StaleVersionError
from negotiations.models import Negotiation, ProposedChange
from negotiations.models.bases import Versioned
from negotiations.queries.shapes import Reader

INVALID, CONFLICT = 422, 409
# The button that looks something up for the form, and saves nothing.
LOOK_UP = "look_up"
LOOKED_FOR = ("claim", "article")
WAITS = gettext_lazy("Proposed. It is carried out once a second person confirms it.")


class RecordView(DashboardView):
    """GET draws the form; POST saves all of it or nothing, and answers 422 or, over another version, 409."""

    writes = True
    role = MemberRole.EDITOR
    negotiation: Negotiation

    def load(self) -> Versioned | None:
        """Find what the address names, in scope, and set `negotiation`; the row that is changed, if one is."""
        raise NotImplementedError

    def form(self, **options: Any) -> RecordForm:
        """The form of this page, bound or not as the options say."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Run the action, within one transaction; what to tell the reader. Raises ActionRefusedError."""
        raise NotImplementedError

    def done(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    @property
    def place(self) -> Place:
        return Place(self.reader, self.negotiation, self.now)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        return self.drawn(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        if LOOK_UP in request.POST:
            return self.looked_up(self.form(initial=self.typed()))
        form = self.form(data=request.POST)
        return self.saved(form) if form.is_valid() else self.drawn(form, status=INVALID)

    def looked_up(self, form: RecordForm) -> HttpResponse:
        """The form again, with what was found; to a script, the one field that offers it."""
        name = self.request.POST[LOOK_UP]
        if self.request.headers.get("HX-Request") and name in LOOKED_FOR:
            found = form[name]
            return render(self.request, "dashboard/parts/_looked_up.html", {"found": found, "n": len(found) - 1})
        return self.drawn(form)

    def typed(self) -> dict[str, Any]:
        """Everything that was typed and chosen so far, for a form that is drawn again without a word about it."""
        given = self.request.POST
        return {name: values if len(values) > 1 else values[0] for name, values in given.lists() if values}

    def begin(self) -> None:
        self.row = self.load()
        if not may_write(self.reader, self.negotiation, self.role):
            raise PermissionDenied

    def saved(self, form: RecordForm) -> HttpResponse:
        """Save a valid form and go on; or draw it again with what was refused."""
        try:
            with transaction.atomic():
                told = self.act(form)
        except StaleVersionError:
            return self._overtaken()
        except NotPermittedError as refusal:
            raise PermissionDenied from refusal
        except ActionRefusedError as refusal:
            return self.refused(form, refusal)
        tell(self.request, self._waiting() or told)
        return HttpResponseRedirect(self.done())

    def refused(self, form: RecordForm, refusal: ActionRefusedError) -> HttpResponse:
        """Draw the form again with what was refused; nothing was saved."""
        form.refuse(refusal)
        return self.drawn(form, status=INVALID)

    def _waiting(self) -> str:
        """What to tell instead where what was just saved waits for a second person."""
        rows = ProposedChange.objects.visible_to(self.reader).waiting() if self.negotiation.two_person_review else None
        if rows is None or not rows.filter(recorded_by=self.reader, recorded_at=self.now).exists():
            return ""
        return str(WAITS)

    def drawn(self, form: RecordForm, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def _overtaken(self) -> HttpResponse:
        """Both versions side by side; what was typed is kept, and saving again is a decision."""
        given = self.request.POST.dict()
        told, now = self.since_seen(given)
        form = self.form(initial={**given, **now})
        return self.drawn(form, status=CONFLICT, overtaken=told, conflict=True)

    def since_seen(self, given: dict[str, str]) -> tuple[Overtaken | None, dict[str, int]]:
        """What has changed since the form was drawn, and what its hidden field says from now on."""
        assert self.row is not None  # noqa: S101 - only a row has versions
        self.row.refresh_from_db()
        told = overtaken(self.row, int(given["version"]), Reader(self.reader, self.now))
        return told, {"version": self.row.version}
