"""Pages that fail, to see what people get then."""

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from redis.exceptions import ConnectionError as NoRedis

from config.urls import handler400, handler500
from config.urls import urlpatterns as real

WAYS = {
    "crash": RuntimeError("on purpose"),
    "cache": NoRedis("on purpose"),
    "database": OperationalError("on purpose"),
    "large": RequestDataTooBig("on purpose"),
}


def crash(request: HttpRequest, way: str) -> HttpResponse:
    raise WAYS[way]


urlpatterns = [
    *(path(f"{before}{way}", crash, {"way": way}) for way in WAYS for before in ("", "api/")),
    *real,
]

__all__ = ["handler400", "handler500", "urlpatterns"]
