"""The usual ways to read proposals, written as the tutorials of Django REST framework do, and the least it can cost.

All answer the very same records to the same question. The usual ways have Parley's filters, scope and pages of a
counted list. The limit is the driver and msgspec alone: no view, no filters but those it is asked with, scope on the
page alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Deadline, Involvement, Proposal, User
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import NO_DATE


class OrNone(serializers.CharField):
    def to_representation(self, value: Any) -> Any:
        return value or None


class DueOrNone(serializers.DateTimeField):
    def to_representation(self, value: Any) -> Any:
        return None if value == NO_DATE else super().to_representation(value)


class PartySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    iso_alpha3 = serializers.CharField()


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class OwnerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(source="get_full_name")


class SeatSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    party = PartySerializer()
    person = NamedSerializer()
    role = serializers.CharField()


class DeadlineSerializer(serializers.ModelSerializer[Any]):
    class Meta:
        model = Deadline
        fields = ("id", "kind", "title", "expression", "status", "due_on", "due_at", "due_precision", "due_zone")


class ProposalSerializer(serializers.ModelSerializer[Any]):
    negotiation = serializers.CharField(source="negotiation.reference")
    stage = OrNone()
    sub_stage = OrNone()
    stage_scheme = OrNone()
    next_due_at = DueOrNone()
    owner = OwnerSerializer()
    involvements = SeatSerializer(many=True, source="seats")
    deadlines = DeadlineSerializer(many=True, source="dues")

    class Meta:
        model = Proposal
        fields = (
            *("id", "reference", "negotiation", "title", "short_title", "kind", "stage", "sub_stage", "stage_scheme"),
            *("summary", "scope", "status", "status_since_at", "next_due_at", "opened_on", "opened_at"),
            *("opened_precision", "opened_zone", "owner", "last_checked_at", "changed_at", "version", "recorded_at"),
            *("involvements", "deadlines"),
        )


class RecordSerializer(ProposalSerializer):
    """Without the seats, which a record by itself shows with their claims."""

    involvements = None  # type: ignore[assignment]

    class Meta(ProposalSerializer.Meta):
        fields = tuple(name for name in ProposalSerializer.Meta.fields if name != "involvements")


SEATS, DUES = ("role", "pk"), ("due_at", "pk")


def one_by_one(proposals: QuerySet[Proposal], user: User) -> list[Proposal]:
    """Each proposal asks for what hangs on it, and each seat for its party."""
    rows = list(proposals)
    for row in rows:
        row.seats = list(row.involvements.visible_to(user).order_by(*SEATS))  # type: ignore[attr-defined]
        row.dues = list(row.deadlines.visible_to(user).order_by(*DUES))  # type: ignore[attr-defined]
    return rows


def prefetched(proposals: QuerySet[Proposal], user: User) -> list[Proposal]:
    """What hangs on a page, in a statement for each kind of row."""
    seats = Involvement.objects.visible_to(user).select_related("party", "person").order_by(*SEATS)
    dues = Deadline.objects.visible_to(user).order_by(*DUES)
    hanging = (Prefetch("involvements", seats, to_attr="seats"), Prefetch("deadlines", dues, to_attr="dues"))
    return list(proposals.select_related("negotiation", "owner").prefetch_related(*hanging))


class Counted(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 200


class Usual(APIView):
    """A list and a record in the usual way; `read` is one of the two above."""

    read: Callable[[QuerySet[Proposal], User], list[Proposal]]
    renderer_classes = (JSONRenderer,)
    pagination = Counted()

    def get(self, request: Request, reference: str = "") -> Response:
        assert isinstance(request.user, User)
        rows = Proposal.objects.visible_to(request.user).order_by("next_due_at", "pk")
        if reference:
            return Response(RecordSerializer(type(self).read(rows.filter(reference=reference), request.user)[0]).data)
        given = {
            name: value for name, value in request.query_params.items() if name not in {"page_size", "page", "omit"}
        }
        found = ProposalFilters(given, rows, reader=Reader(request.user, clock.now())).qs
        page = self.pagination.paginate_queryset(found, request, view=self)
        assert page is not None
        keys = [row.pk for row in page]
        kept = type(self).read(Proposal.objects.visible_to(request.user).filter(pk__in=keys), request.user)
        by_key = {row.pk: row for row in kept}
        return Response({"results": ProposalSerializer([by_key[key] for key in keys], many=True).data})


class Tutorial(Usual):
    read = one_by_one


class WithPrefetch(Usual):
    read = prefetched


SCALARS = (
    "p.id, p.reference, n.reference, p.title, p.short_title, p.kind, nullif(p.stage, ''), nullif(p.sub_stage, ''), "
    "nullif(p.stage_scheme, ''), p.summary, p.scope, p.status, p.status_since_at, p.next_due_at, p.opened_on, "
    "p.opened_at, p.opened_precision, p.opened_zone, p.owner_id, p.last_checked_at, p.changed_at, p.version, "
    "p.recorded_at"
)
_PAGE = (
    f"SELECT {SCALARS} FROM negotiations_proposal p JOIN negotiations_negotiation n ON n.id = p.negotiation_id "  # noqa: S608
    "WHERE p.retracted_at IS NULL AND NOT n.restricted AND {where} ORDER BY p.next_due_at, p.id LIMIT {limit}"
)
_SEATS = (
    "SELECT i.proposal_id, i.id, i.role, a.id, a.name, a.iso_alpha3, o.id, o.name FROM negotiations_involvement i "
    "LEFT JOIN negotiations_party a ON a.id = i.party_id LEFT JOIN negotiations_person o ON o.id = i.person_id "
    "WHERE i.proposal_id {among} ORDER BY i.role, i.id"
)
_DUES = (
    "SELECT proposal_id, id, kind, title, expression, status, due_on, due_at, due_precision, due_zone "
    "FROM negotiations_deadline WHERE retracted_at IS NULL AND proposal_id {among} ORDER BY due_at, id"
)
_OWNERS = "SELECT id, trim(first_name || ' ' || last_name) FROM negotiations_user WHERE id {among}"
_NAMES = ProposalSerializer.Meta.fields
_DUE_NAMES = DeadlineSerializer.Meta.fields


def at_the_limit(where: str, values: list[Any], limit: int) -> list[dict[str, Any]]:
    """The records by the driver alone; `where` is about `p`, with %s for the values."""
    server = connection.vendor == "postgresql"
    run = driver()
    rows = run.execute(for_engine(_PAGE.format(where=where, limit=limit)), values).fetchall()
    ids = [row[0] for row in rows]
    among, given = (
        ("= ANY(%s)", ids) if server else ("IN (SELECT value FROM json_each(?))", msgspec.json.encode(ids).decode())
    )
    seats: dict[int, list[Any]] = {key: [] for key in ids}
    for of, key, role, party, name, iso, person, called in run.execute(_SEATS.format(among=among), [given]).fetchall():
        seats[of].append(
            {
                "id": key,
                "party": {"id": party, "name": name, "iso_alpha3": iso} if party else None,
                "person": {"id": person, "name": called} if person else None,
                "role": role,
            }
        )
    dues: dict[int, list[Any]] = {key: [] for key in ids}
    for of, *due in run.execute(_DUES.format(among=among), [given]).fetchall():
        due[6] = due[6] if server else _instant(due[6])
        dues[of].append(dict(zip(_DUE_NAMES, due, strict=True)))
    owners = sorted({row[18] for row in rows if row[18]})
    given = owners if server else msgspec.json.encode(owners).decode()
    named = {
        key: {"id": key, "name": name} for key, name in run.execute(_OWNERS.format(among=among), [given]).fetchall()
    }
    found = []
    for row in rows:
        record = dict(zip(_NAMES, (*row, seats[row[0]], dues[row[0]]), strict=True))
        if not server:
            for name in ("status_since_at", "next_due_at", "opened_at", "last_checked_at", "changed_at", "recorded_at"):
                record[name] = _instant(record[name])
        record["owner"] = named.get(record["owner"])
        found.append(record)
    return found


def driver() -> Any:
    """A cursor of the driver itself, with nothing of Django around it."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        import psycopg  # noqa: PLC0415 - only there

        return psycopg.Cursor(connection.connection)
    import sqlite3  # noqa: PLC0415 - the other engine

    return sqlite3.Cursor(connection.connection)


def for_engine(text: str) -> str:
    """A statement with the marks for values that the driver knows."""
    return text if connection.vendor == "postgresql" else text.replace("%s", "?")


def _instant(text: Any) -> Any:
    """What SQLite keeps of a moment in UTC, as JSON writes it."""
    if isinstance(text, datetime):
        return text if text.tzinfo else text.replace(tzinfo=UTC)
    return f"{text.replace(' ', 'T')}Z" if text else None
