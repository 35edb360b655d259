"""What will go out to whom, as far as can be foreseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, ClassVar

from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from config import clock
from negotiations.actions.alerts import preview_for
from negotiations.actions.reads import record_page_read
from negotiations.api.asking import values_asked
from negotiations.api.authentication import asker
from negotiations.api.conditional import answered
from negotiations.api.description import answers, parameters_of, ref
from negotiations.filters.fields import NumberField, ValueField
from negotiations.queries.alerts import negotiations_led
from negotiations.queries.coming_alerts import AHEAD, FARTHEST, MOST, ComingAlert, coming_alerts
from negotiations.queries.shapes import Reader

PARAMETERS: dict[str, ValueField] = {"days": NumberField(least=1, most=FARTHEST)}


class ComingAlertPage(Struct):
    """Soonest first; where there are more, the farthest are left out."""

    results: Annotated[list[ComingAlert], Meta(max_length=MOST)]


class Coming(APIView):
    """What `manage.py alerts preview` shows an administrator, of what the reader may know."""

    sends: ClassVar[tuple[type[Struct], ...]] = (ComingAlertPage,)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "alert_coming",
        "summary": "What will go out to whom within some days, as things stand now.",
        "description": (
            f"Your own messages, and everybody's in the negotiations you lead, {AHEAD} `days` ahead unless you say "
            f"otherwise; at most {MOST}. What changes meanwhile cannot be foreseen, nor what is tried again."
        ),
        "tags": ["alerts"],
        "parameters": parameters_of(PARAMETERS),
        "responses": answers("What is to come.", ref("ComingAlertPage")),
    }

    def get(self, request: Request) -> HttpResponse:
        user, now = asker(request), clock.now()
        until = now + timedelta(days=values_asked(request.query_params, PARAMETERS).get("days", AHEAD))
        alerts = preview_for(user=user, led=negotiations_led(user), now=now, until=until, most=MOST)
        found = ComingAlertPage(coming_alerts(alerts, Reader(user, now)))
        record_page_read(user=user, what="alerts to come", now=now)
        return answered(request, found)
