"""Reading deadlines that stand nowhere yet: the same questions and answers as `manage.py deadline --jsonl`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from negotiations.api.asking import refuse_parameters
from negotiations.api.authentication import asker
from negotiations.api.description import content, posted, ref
from negotiations.api.parsing import StrictJson
from negotiations.api.problems import problem
from negotiations.api.questions import QUESTION, Batch
from negotiations.enums import TokenScope
from negotiations.queries.bounds import Reason, Zone
from negotiations.rules.deadlines import Precision, RefusalCode
from negotiations.rules.deadlines.jsonl import described

MOST_ITEMS = 500
MOST_BYTES = 1_000_000
# Reading takes some 40 µs a character and 15 µs an anchor: together they bound the time of one answer.
MOST_TEXT = 50_000
MOST_ANCHORS = 20_000

Moment = Annotated[str, Meta(max_length=40, examples=["2025-04-18", "2025-04-18T18:00:00+03:00"])]


class OtherOutcome(Struct):
    """Another way to read the same words, or one of those to choose from."""

    label: Reason
    result: Moment


class Refused(Struct):
    """Why a careful person would ask back, and what to ask."""

    code: RefusalCode
    sentence: Reason


class DeadlineAnswer(Struct):
    """What the words come to.

    `result` is a day, or a moment with its offset; null when refused. `instant` is UTC; for a day, its 24:00 in `zone`.
    """

    id: Annotated[str, Meta(max_length=200)] | int | None
    result: Moment | None
    precision: Precision | None
    zone: Zone | None
    instant: datetime | None
    rule: Reason | None
    warnings: list[str]
    alternatives: list[OtherOutcome]
    refusal: Refused | None


class DeadlineAnswers(Struct):
    """The answers, in the order of the questions."""

    results: Annotated[list[DeadlineAnswer], Meta(max_length=MOST_ITEMS)]


_MANY = {"type": "array", "items": QUESTION, "minItems": 1, "maxItems": MOST_ITEMS}
_BODY = {
    "oneOf": [
        QUESTION,
        _MANY,
        {"type": "object", "properties": {"items": _MANY}, "required": ["items"], "additionalProperties": False},
    ]
}
_ANSWER = {"oneOf": [ref(kind.__name__) for kind in (DeadlineAnswer, DeadlineAnswers)]}


class Resolve(APIView):
    """It writes nothing: whoever is signed in may ask, and may ask again."""

    scope = TokenScope.READ
    parser_classes = (StrictJson,)
    sends: ClassVar[tuple[type[Struct], ...]] = (DeadlineAnswer, DeadlineAnswers)
    operation: ClassVar[dict[str, Any]] = {
        "operationId": "deadline_resolve",
        "summary": "Read deadlines as people say them: the day or moment, how it was counted, or what to ask back.",
        "description": (
            "One question, or up to 500 as a list or as `items`; nothing is written. `negotiation` lends its policy "
            "and the events on its timeline; what is given beside it goes first. If one question cannot be taken, none "
            "is answered, and each fault points to its place."
        ),
        "tags": ["deadlines"],
        "requestBody": {"required": True, "content": content(_BODY)},
        "responses": posted("The answer to one question, or to each of several.", _ANSWER),
    }

    def post(self, request: Request) -> HttpResponse:
        refuse_parameters(request.query_params)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return problem(413, f"Send {MOST_BYTES} bytes at most; split the questions.")
        batch = Batch.of(request.data)
        if len(batch.items) > MOST_ITEMS:
            return problem(413, f"Ask {MOST_ITEMS} questions at a time at most.")
        if not batch.items:
            return problem(400, "Ask at least one question.")
        questions, faults = batch.questions(asker(request))
        if faults:
            return problem(400, "Put right what the errors point to; nothing was answered.", faults=faults)
        if sum(len(question.text) for question in questions) > MOST_TEXT:
            return problem(413, f"Ask with {MOST_TEXT} characters of text at a time at most; split the questions.")
        if sum(len(question.anchors) for question in questions) > MOST_ANCHORS:
            return problem(413, f"Ask with {MOST_ANCHORS} events at a time at most; split the questions.")
        answers = [
            {"id": item.get("id"), **described(question.answered())}
            for item, question in zip(batch.items, questions, strict=True)
        ]
        body = answers[0] if batch.single else {"results": answers}
        return HttpResponse(msgspec.json.encode(body), content_type="application/json")
