"""The two probes. ``/livez``: this process answers. ``/readyz``: what it needs is there."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from kombu import Connection

from config.clock import now


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 without touching anything: a restart would help only if this fails."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200, or 503 when any check fails; the JSON says of each check "ok" or what failed."""
    results = {name: _outcome(check) for name, check in CHECKS.items()}
    return JsonResponse(results, status=200 if set(results.values()) == {"ok"} else 503)


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # whatever is wrong, the probe answers
        return f"failed: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"failed: {len(waiting)} waiting; run manage.py migrate" if waiting else "ok"


def _broker() -> str:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": 3, "socket_connect_timeout": 3}
    with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
        broker.ensure_connection(max_retries=1, timeout=3)
    return "ok"


def _tick() -> str:
    from negotiations.queries.alert_health import tick_health  # noqa: PLC0415  models are loaded by then

    return tick_health(now(), timedelta(seconds=settings.ALERT_TICK_SECONDS))


def _delivery() -> str:
    from negotiations.queries.alert_health import delivery_health  # noqa: PLC0415  models are loaded by then

    return delivery_health(now())


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "tick": _tick,
    "alerts": _delivery,
}
