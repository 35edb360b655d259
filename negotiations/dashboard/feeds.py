"""The addresses that calendar programs fetch. Whoever holds one reads as the person who made it, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config import clock
from negotiations.actions.feeds import note_use
from negotiations.actions.reads import record_page_read
from negotiations.exports.ics import MEDIA_TYPE, calendar_of
from negotiations.models import Deadline, Event, FeedToken, Proposal
from negotiations.queries.watching import feed_deadlines, feed_meetings


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What the address gives its person at this moment. Revoked, expired, or never made: not there."""
    now = clock.now()
    token = FeedToken.objects.shown(secret, now)
    if token is None:
        raise Http404
    proposal = token.proposal
    if proposal is not None and not Proposal.objects.visible_to(token.user).filter(pk=proposal.pk).exists():
        raise Http404
    deadlines = feed_deadlines(token.user, proposal, now)
    meetings = feed_meetings(token.user, proposal, now)
    note_use(token=token, now=now)
    named = [proposal.reference] if proposal else []
    record_page_read(user=token.user, what="calendar address", now=now, proposals=named)
    tag = _tag(deadlines, meetings)
    if request.headers.get("If-None-Match") and (same := get_conditional_response(request, etag=tag)):
        return _fresh(same, tag)
    with translation.override(token.user.language), timezone.override(ZoneInfo(token.user.time_zone)):
        name = proposal.title if proposal else _("Parley: what I watch")
        body = calendar_of(deadlines, meetings=meetings, name=name, now=now)
    return _fresh(HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8"), tag)


def _fresh(answer: HttpResponseBase, tag: str) -> HttpResponseBase:
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _tag(deadlines: list[Deadline], meetings: list[Event]) -> str:
    """Equal as long as the entries are: all but the moment at which the calendar is made."""

    def said(at: datetime | None) -> str:
        return at.isoformat() if at else ""

    rows = [f"d{row.pk} {row.version} {row.title} {row.status} {said(row.due_at)}" for row in deadlines]
    rows += [f"e{row.pk} {row.version} {row.title} {said(row.occurred_at)}" for row in meetings]
    return f'W/"{hashlib.sha256("|".join(rows).encode()).hexdigest()[:32]}"'
