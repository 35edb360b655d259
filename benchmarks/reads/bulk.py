"""Five hundred proposals in one body, the most that Parley takes: ours, the tutorial's nested create, and the limit.

The limit writes proposals and their statuses straight from the JSON, unchecked; on PostgreSQL in one statement. Ours
checks each, records each as a change in the sealed chain, and answers with whole records. All is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection, transaction
from django.test import Client
from rest_framework import serializers

from benchmarks.reads.usual import ProposalSerializer, one_by_one
from negotiations.enums import ProposalKind, ProposalStatus
from negotiations.models import Claim, Negotiation, Proposal, StatusChange, User

ITEMS = 500
WHY = "the usual way knows no scope"
_AT = datetime(2025, 4, 15, 9, tzinfo=UTC)
_SAID = {"stated_on": _AT.date(), "stated_at": _AT, "stated_precision": "day", "stated_zone": "UTC"}


def body() -> list[dict[str, Any]]:
    """The items as a program sends them."""
    one = {"negotiation": "N-2", "kind": ProposalKind.CEASEFIRE.value, "status": ProposalStatus.TABLED.value}
    more = {"status_reason": "It was said so in the capital.", "claim": 1, "summary": "They stop firing. " * 20}
    return [{**one, **more, "title": f"Sent together {number}"} for number in range(ITEMS)]


def _key(model: Any) -> serializers.PrimaryKeyRelatedField[Any]:
    return serializers.PrimaryKeyRelatedField(queryset=model.objects.unscoped(reason=WHY))


class _Status(serializers.ModelSerializer[Any]):
    claim = _key(Claim)

    class Meta:
        model = StatusChange
        fields = ("status", "reason", "claim")


class _Nested(serializers.ModelSerializer[Any]):
    """As the tutorial has it: rows are created one after the other, each with what is inside it."""

    negotiation = _key(Negotiation)
    status_changes = _Status(many=True)

    class Meta:
        model = Proposal
        fields = ("negotiation", "title", "kind", "status", "summary", "status_changes")

    def create(self, validated_data: dict[str, Any]) -> Proposal:
        statuses = validated_data.pop("status_changes")
        number = Proposal.objects.unscoped(reason=WHY).count() + 1
        row = Proposal.objects.create(**validated_data, reference=f"P-{number}", changed_at=_AT, recorded_at=_AT)
        for each in statuses:
            StatusChange.objects.create(proposal=row, negotiation=row.negotiation, recorded_at=_AT, **_SAID, **each)
        return row


def nested(reader: User) -> int:
    sent = [
        {
            **{name: item[name] for name in ("title", "kind", "status", "summary")},
            "negotiation": 2,
            "status_changes": [{"status": item["status"], "reason": item["status_reason"], "claim": item["claim"]}],
        }
        for item in msgspec.json.decode(msgspec.json.encode(body()))
    ]
    serializer = _Nested(data=sent, many=True)
    serializer.is_valid(raise_exception=True)
    keys = [row.pk for row in serializer.save()]
    answered = one_by_one(Proposal.objects.visible_to(reader).filter(pk__in=keys), reader)
    return len(ProposalSerializer(answered, many=True).data)


def ours(client: Client) -> int:
    answer = client.post("/api/v1/proposals/bulk/", {"items": body()}, content_type="application/json")
    assert answer.status_code == 201, answer.content[:1000]
    return len(answer.json()["results"])


def at_the_limit() -> int:
    """Both tables from the JSON itself; every column that the items do not name is as the first item's."""
    first = Proposal(negotiation_id=2, kind="ceasefire", changed_at=_AT, recorded_at=_AT)
    status = StatusChange(negotiation_id=2, claim_id=1, recorded_at=_AT, **_SAID)
    server = connection.vendor == "postgresql"
    item, items = ("i.value ->> '{}'", "jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS i(value, key)")
    if not server:
        item, items = ("json_extract(i.value, '$.{}')", "json_each(%s) AS i")
    sent = {name: item.format(name) for name in ("title", "summary", "status")}
    highest = "(SELECT coalesce(max(id), 0) FROM negotiations_proposal)"
    columns, values, given = _columns(first, {**sent, "reference": f"'P-' || ({highest} + 1000 + i.key)"})
    proposals = f"INSERT INTO negotiations_proposal ({columns}) SELECT {values} FROM {items}"  # noqa: S608
    held = {"proposal_id": "p.id", "status": "p.status", "reason": "p.summary"}
    columns, values, more = _columns(status, held)
    statuses = f"INSERT INTO negotiations_statuschange ({columns}) SELECT {values} FROM "  # noqa: S608
    text = msgspec.json.encode(body()).decode()
    with connection.cursor() as cursor:
        if server:
            made = f"WITH p AS ({proposals} RETURNING id, status, summary) {statuses} p"
            cursor.execute(made, [*given, text, *more])
        else:
            cursor.execute(proposals, [*given, text])
            newest = f"(SELECT * FROM negotiations_proposal ORDER BY id DESC LIMIT {ITEMS}) p"  # noqa: S608
            cursor.execute(f"{statuses} {newest}", more)
        return int(cursor.rowcount)


def _columns(row: Any, sent: dict[str, str]) -> tuple[str, str, list[Any]]:
    """The columns but the key, what fills each, and the values that are the same for every row."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    given = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in fields
        if field.column not in sent
    ]
    values = ", ".join(sent.get(field.column, "%s") for field in fields)
    return ", ".join(field.column for field in fields), values, given


def rolled_back(way: Callable[[], int]) -> int:
    """How many a way answers or writes, with everything undone."""
    with transaction.atomic():
        number = way()
        transaction.set_rollback(True)
    return number


def ways(reader: User) -> dict[str, Callable[[], int]]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader)
    return {"ours": lambda: ours(client), "nested": lambda: nested(reader), "limit": at_the_limit}
