import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.request_id import request_id

ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class RequestIdMiddleware:
    """Gives each request a number: the caller's ``X-Request-ID`` if it is harmless to log, else a new one.

    It is sent back in the same header, stands in every log line and is on record beside each change
    that the request makes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if ACCEPTABLE.match(given) else uuid.uuid4().hex
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response
