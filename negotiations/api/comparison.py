"""One proposal beside another, and the family of a proposal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from msgspec import Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from config import clock
from negotiations.actions.reads import record_page_read
from negotiations.api.asking import day_asked
from negotiations.api.authentication import asker
from negotiations.api.conditional import answered
from negotiations.api.description import answers, day_parameters, ref, reference_parameter
from negotiations.queries.comparison import Comparison, comparison
from negotiations.queries.lineage import Lineage, lineage
from negotiations.queries.shapes import Reader


def _reader(request: Request) -> Reader:
    return Reader(asker(request), clock.now(), day_asked(request.query_params))


def _answer(request: Request, found: Struct | None, *proposals: str) -> HttpResponse:
    if found is None:
        raise Http404
    record_page_read(user=asker(request), what=" ".join(proposals), now=clock.now(), proposals=proposals)
    return answered(request, found)


class Compare(APIView):
    """It reads the conditions of both, which need not be of one negotiation."""

    sends: ClassVar[tuple[type[Struct], ...]] = (Comparison,)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "proposal_compare",
        "summary": "Two proposals side by side: what is the same, what changed, what only one of them has.",
        "description": (
            "Conditions of one issue code are the same matter, the most alike in words opposite each other; without "
            "a code they are only where most of the words agree. `words` marks a changed text."
        ),
        "tags": ["proposals"],
        "parameters": [reference_parameter("reference"), reference_parameter("other_reference"), *day_parameters()],
        "responses": answers("The comparison.", ref("Comparison")),
    }

    def get(self, request: Request, reference: str, other_reference: str) -> HttpResponse:
        return _answer(request, comparison(reference, other_reference, _reader(request)), reference, other_reference)


class Family(APIView):
    """The ties are those a reader may know of; a family never leads to a hidden proposal."""

    sends: ClassVar[tuple[type[Struct], ...]] = (Lineage,)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "proposal_lineage",
        "summary": "Everything a proposal descends from and everything that descends from it, the nearest first.",
        "tags": ["proposals"],
        "parameters": [reference_parameter("reference"), *day_parameters()],
        "responses": answers("The family.", ref("Lineage")),
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        return _answer(request, lineage(reference, _reader(request)), reference)
