from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import health

PROBES = {"/livez": health.livez, "/readyz": health.readyz}


class ProbesMiddleware:
    """Answers the probes before anything asks for the host's name: a monitor may call the process by its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)
