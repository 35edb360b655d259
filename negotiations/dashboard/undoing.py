"""Undo: offered beside what was just saved, and in the history, for ten minutes."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from config.request_id import request_id
from negotiations.actions.undoing import UNDO_WITHIN, undo
from negotiations.dashboard.base import DashboardView
from negotiations.errors import ActionRefusedError

_MARK = "undo:"


def tell(request: HttpRequest, told: str) -> None:
    """Say what this request saved, with Undo beside it."""
    messages.success(request, told, extra_tags=f"{_MARK}{request_id.get()}")


def saving_told(message: Message) -> str:
    """The saving that a message told, "" for any other message."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(_MARK) for tag in tags if tag.startswith(_MARK)), "")


def still_undoable(recorded_at: datetime, now: datetime) -> bool:
    return now - recorded_at <= UNDO_WITHIN


class Undo(DashboardView):
    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    writes = True

    def post(self, request: HttpRequest, saving: str) -> HttpResponse:
        """Undo one's own saving and go back to the page it was undone from; or say why not."""
        home = reverse("dashboard:overview")
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
            back = home
        try:
            changes = undo(saving=saving, actor=self.reader, now=self.now, reason=_("Undone"))
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(back)
        messages.success(request, _("Undone. The history keeps both the change and its undoing."))
        opened = any(change.kind == "proposal.opened" for change in changes)
        return HttpResponseRedirect(reverse("dashboard:proposal-list") if opened else back)
