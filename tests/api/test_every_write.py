"""What holds for every operation that writes: it works, it wants the version that was read, it takes anything.

Who may carry it out: tests/test_doors.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import TestCase

from negotiations.enums import MemberRole
from negotiations.models import ChainHead, Change
from negotiations.queries.audit import discrepancies
from tests import factories as make
from tests import world
from tests.api import described
from tests.api.bodies import Sent, own, requests
from tests.api.conftest import ApiClient
from tests.api.links import followed, operations
from tests.kept import undone

# No part of the record but a person's own: test_tokens.py, test_webhooks.py and test_alerts.py hold these.
OWN = ("/api/v1/tokens/", "/api/v1/webhooks/", "/api/v1/webhook-messages/", "/api/v1/alerts/")


def writing() -> dict[str, dict[str, Any]]:
    """Every operation of the description that writes one thing to the record, by its id."""
    return {
        operation["operationId"]: operation
        for path, operations in described.document()["paths"].items()
        for method, operation in operations.items()
        if method != "get" and not path.startswith(OWN) and not path.endswith(("/bulk/", "/resolve/", "/reports/"))
    }


def taking() -> dict[str, dict[str, Any]]:
    """Every operation with a body of one thing, a person's own among them."""
    every = {
        operation["operationId"]: operation
        for path, operations in described.document()["paths"].items()
        for operation in operations.values()
        if path.startswith(OWN) and "requestBody" in operation
    }
    return {**writing(), **every}


def schema_of(operation: dict[str, Any]) -> dict[str, Any]:
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    found: dict[str, Any] = described.document()["components"]["schemas"][name]
    return found


DEEP: Any = 1
for _ in range(30):
    DEEP = {"a": DEEP}
HOSTILE: dict[str, Any] = {
    "long": "x" * 60_000,
    "NUL": "a\0b",
    "direction mark": "a\u202eb",
    "CR LF": "a\r\nb",
    "line feed": "a\nb",
    "line separator": "a\u2028b",
    "nested": DEEP,
    "nested list": [[[DEEP]]],
    "2^63": 2**63,
    "negative": -1,
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "moment in year 1": "0001-01-01T00:00:00+14:00",
    "moment in year 9999": "9999-12-31T23:59:59-12:00",
    "hour that is not": "2025-03-30T03:30:00",
    "hour with an offset": "17:00:00+03:00",
    "null": None,
    "true": True,
    "fraction": 1.5,
    "empty": "",
}


class EveryWrite(TestCase):
    client_class = ApiClient

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.build()
        make.member(cls.world.negotiation, cls.world.lead, MemberRole.LEAD)
        make.member(cls.world.negotiation, make.user(), MemberRole.LEAD)
        cls.sent = requests(cls.world)

    def setUp(self) -> None:
        self.client.force_login(self.world.lead)

    def send(self, sent: Sent, client: Any = None, tag: str = "", **headers: str) -> HttpResponse:
        named = {**({"If-Match": tag} if tag else {}), **headers}
        given: dict[str, Any] = {"headers": named}
        if sent.method != "get":
            given |= {"data": "" if sent.body is None else json.dumps(sent.body), "content_type": "application/json"}
        answer: HttpResponse = getattr(client or self.client, sent.method)(sent.address, **given)
        return answer

    def tag(self, sent: Sent) -> str:
        return self.client.get(sent.record).headers["ETag"] if sent.record else ""

    def test_every_operation_has_a_request_here(self) -> None:
        assert set(self.sent) == set(writing())

    def test_every_operation_does_what_it_says(self) -> None:
        for name, sent in self.sent.items():
            with self.subTest(name), undone():
                before = ChainHead.objects.get().sequence
                answer = self.send(sent, tag=self.tag(sent))
                assert answer.status_code in {200, 201}, f"{name}: {answer.content.decode()}"
                assert answer.headers["ETag"]
                assert ChainHead.objects.get().sequence > before, name
                if answer.status_code == 201:
                    made = self.client.get(answer.headers["Location"])
                    assert (made.status_code, made.headers["ETag"]) == (200, answer.headers["ETag"]), name
                self.follow_links(name, answer)
        assert list(discrepancies()) == []

    def follow_links(self, name: str, answer: HttpResponse) -> None:
        """Each finds the record in the version that was answered: what is missing or stale is not among the answers."""
        for target, method, path, headers in followed(name, answer):
            with self.subTest(f"{name} → {target}"), undone():
                known = self.sent.get(target)
                found = self.send(Sent(path, known.body if known else None, "", method), **headers)
                assert found.status_code in {200, 201, 403, 409, 422}, (found.status_code, found.content)

    def test_links_of_lists_lead_to_their_records(self) -> None:
        for name, (_, path, _) in operations().items():
            answer = self.client.get(path) if name.endswith("_list") else None
            if answer and answer.json()["results"]:
                self.follow_links(name, answer)

    def test_whatever_moves_a_record_wants_the_version_that_was_read(self) -> None:
        for name, operation in writing().items():
            wants = "428" in operation["responses"]
            assert wants == bool(self.sent[name].record), name
            if wants:
                assert self.send(self.sent[name]).status_code == 428, name
                assert self.send(self.sent[name], tag='"999.0"').status_code == 412, name

    def test_hostile_input_is_refused_by_name_or_kept_exactly(self) -> None:
        """All fields at once; then each field that was not named, by itself in a request that is otherwise valid.

        By itself each kind of field is tried once: what is described alike is read alike.
        """
        tried: set[str] = set()
        requested = {**self.sent, **own(self.world)}
        for name, operation in taking().items():
            sent = requested[name]
            if sent.body is None:
                continue
            fields = schema_of(operation)["properties"]
            for kind, value in HOSTILE.items():
                with self.subTest(f"{name}: {kind}"):
                    everything = Sent(sent.address, dict.fromkeys(fields, value), sent.record, sent.method)
                    answer = self.send(everything, tag='"1.0"')
                    assert 400 <= answer.status_code < 500, answer.content
                    assert len(answer.content) < 30_000
                    for field in sorted(set(fields) - named(answer)):
                        alike = json.dumps([kind, fields[field], field == "reason"], sort_keys=True)
                        if alike not in tried:
                            tried.add(alike)
                            self.hold(sent, field, value)

    def hold(self, sent: Sent, field: str, value: Any) -> None:
        """One field is hostile, the rest is as it should be."""
        assert sent.body is not None
        with undone():
            one = Sent(sent.address, {**sent.body, field: value}, sent.record, sent.method)
            answer = self.send(one, tag=self.tag(sent))
            body = answer.json()
            if answer.status_code >= 400:
                assert answer.status_code < 500, body
                assert field in named(answer) or field in body["detail"] or field == "read_as", (field, body)
            elif isinstance(value, str) and value:
                kept = {*texts(body), Change.objects.unscoped(reason="test").latest("sequence").reason}
                assert value in kept, f"{field} came back as something else than {value!r}"


def named(answer: HttpResponse) -> set[str]:
    """The fields of the body that the problem points into."""
    faults = json.loads(answer.content).get("errors", [])
    return {fault["pointer"].split("/")[1] for fault in faults if "/" in fault.get("pointer", "")}


def texts(body: Any) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict | list):
        for each in body.values() if isinstance(body, dict) else body:
            yield from texts(each)
