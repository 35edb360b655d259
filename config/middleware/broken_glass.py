from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import clock


class BrokenGlassMiddleware:
    """Ends an administrator's look into a restricted negotiation in time, before the request reads anything.

    Nobody else pays for it. Of whoever brings a token it becomes known only later who they are: see TokenLogin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "is_superuser", False):
            from negotiations.actions.break_glass import close_glass_in_time  # noqa: PLC0415 - the apps load after this

            close_glass_in_time(now=clock.now())
        return self.get_response(request)
