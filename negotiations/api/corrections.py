"""Corrections, and what rests on a claim before one is made."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.http import Http404, HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from config import clock
from negotiations.actions.reads import record_reads
from negotiations.api.asking import refuse_parameters
from negotiations.api.authentication import asker
from negotiations.api.conditional import answered
from negotiations.api.description import answers, path_parameter, ref
from negotiations.api.records import Records
from negotiations.filters.corrections import CorrectionFilters
from negotiations.models import Claim
from negotiations.queries.corrections import CORRECTION
from negotiations.queries.resting import AT_MOST, KINDS, Resting, resting_on
from negotiations.queries.shapes import Reader


class Corrections(Records):
    """Later judgements on claims, newest first: what was disputed, withdrawn or corrected, when and why."""

    shape = CORRECTION
    filters = CorrectionFilters
    order = ("-recorded_at",)


class RestingOnClaim(Struct):
    """The rows that name a claim; `alone` are those no other claim that stands speaks for."""

    results: Annotated[list[Resting], Meta(max_length=AT_MOST * len(KINDS))]


class RestsOn(APIView):
    """To be looked at before a claim is withdrawn, disputed or corrected."""

    sends: ClassVar[tuple[type[Struct], ...]] = (RestingOnClaim,)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "claim_resting",
        "summary": "What rests on a claim, and what of it on this claim alone.",
        "tags": ["claims"],
        "parameters": [path_parameter("id", Records.lookup_value_regex)],
        "responses": answers("The rows.", ref("RestingOnClaim")),
    }

    def get(self, request: Request, id: str) -> HttpResponse:  # noqa: A002 - the name of the parameter
        refuse_parameters(request.query_params)
        user = asker(request)
        claim = Claim.objects.visible_to(user).select_related("negotiation").filter(pk=id).first()
        if claim is None:
            raise Http404
        if claim.negotiation.restricted:
            record_reads(user=user, reads=[(claim.negotiation.pk, f"claim {claim.pk}")], now=clock.now())
        found = RestingOnClaim(resting_on([claim.pk], Reader(user, clock.now())))
        return answered(request, found)
