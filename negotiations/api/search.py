"""The search of the dashboard, for programs: the same question, the same answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from config import clock
from negotiations.actions.reads import record_found
from negotiations.api.asking import values_asked
from negotiations.api.authentication import asker
from negotiations.api.conditional import answered
from negotiations.api.description import answers, parameters_of, ref
from negotiations.api.problems import Fault, InvalidParameters
from negotiations.filters.fields import InstantField, NumberField, ValueField
from negotiations.filters.search import SEARCHED, sought_for
from negotiations.queries.search import BEST, MOST, Found, search
from negotiations.queries.shapes import Reader, Then

PARAMETERS: dict[str, ValueField] = {
    **SEARCHED,
    "size": NumberField(least=1, most=MOST),
    "as_of": InstantField(),
}
_WORDS = "Words are searched for as they stand today; leave out known_at, and give as_of for what stood on a day."


class Search(APIView):
    """Words, names in any spelling and references, over everything the reader may know of."""

    sends: ClassVar[tuple[type[Struct], ...]] = (Found,)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "search",
        "summary": "Everything that some words lead to, by kind, the best first.",
        "description": (
            "Each word of `q` must begin a word of the record, whatever its case and marks. Of each kind come the "
            f"{BEST} best, or `size`. `since` and `until` leave out what has no day. `exact` is the record whose "
            "reference `q` is; `near` are other spellings, where nothing is found."
        ),
        "tags": ["search"],
        "parameters": parameters_of(PARAMETERS),
        "responses": answers("What was found.", ref("Found")),
    }

    def get(self, request: Request) -> HttpResponse:
        user = asker(request)
        if "known_at" in request.query_params:
            raise InvalidParameters([Fault("today_only", _WORDS, parameter="known_at")])
        given = values_asked(request.query_params, PARAMETERS)
        then = Then(given["as_of"]) if "as_of" in given else None
        sought = sought_for(given, size=given.get("size", BEST))
        found = search(sought, Reader(user, clock.now(), then))
        record_found(user, found.homes, now=clock.now())
        return answered(request, found)
