"""How rows are described can be revised, with a reason and in named columns only."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from negotiations.actions.conditions import drop_condition, revise_condition
from negotiations.actions.events import revise_event
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.parties import join_group, leave_group, name_party, revise_party
from negotiations.actions.people import hold_role, leave_role, name_person, revise_person
from negotiations.actions.proposals import revise_proposal
from negotiations.actions.sources import revise_article, revise_source
from negotiations.errors import InvalidValueError
from negotiations.models import Change
from negotiations.queries.audit import discrepancies
from tests import factories as make

pytestmark = pytest.mark.django_db

WHO: dict[str, Any] = {"actor": None, "now": make.NOW}
REVISIONS: dict[str, tuple[Callable[..., Any], Callable[[], Any], dict[str, Any]]] = {
    "negotiation": (revise_negotiation, make.negotiation, {"name": "Renamed"}),
    "party": (revise_party, make.party, {"name": "Renamed"}),
    "person": (revise_person, make.person, {"name": "Renamed"}),
    "source": (revise_source, make.source, {"name": "Renamed"}),
    "article": (revise_article, make.article, {"title": "Renamed"}),
    "proposal": (revise_proposal, make.proposal, {"title": "Renamed"}),
    "condition": (
        revise_condition,
        lambda: make.condition(make.proposal()),
        {"text": "New", "issue_code": "XSanc"},
    ),
    "event": (revise_event, lambda: make.event(make.negotiation()), {"title": "Renamed"}),
}


@pytest.mark.parametrize(("revise", "build", "changes"), REVISIONS.values(), ids=REVISIONS)
def test_a_revision_is_kept_with_its_reason(
    revise: Callable[..., Any], build: Callable[[], Any], changes: dict[str, Any]
) -> None:
    row = build()
    noun = row._meta.model_name
    revise(**{noun: row}, reason="Typing error", **WHO, **changes)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in changes} == changes
    change = Change.objects.unscoped(reason="test").filter(noun=noun).latest("sequence")
    assert (change.kind, change.reason) == (f"{noun}.revised", "Typing error")
    assert list(discrepancies()) == []


@pytest.mark.parametrize(("revise", "build", "changes"), REVISIONS.values(), ids=REVISIONS)
def test_a_revision_needs_a_reason_and_keeps_to_its_columns(
    revise: Callable[..., Any], build: Callable[[], Any], changes: dict[str, Any]
) -> None:
    row = build()
    noun = row._meta.model_name
    for given, field in (({"reason": " ", **changes}, "reason"), ({"reason": "-", "version_of": 1}, "version_of")):
        with pytest.raises(InvalidValueError) as refusal:
            revise(**{noun: row}, **WHO, **given)
        assert refusal.value.field == field


def test_another_name_is_found_by_search_without_marks_or_case() -> None:
    party, person = make.party(name="Türkiye"), make.person(name="Andrii Sybiha")
    name_party(party=party, name="Turkey", language="en", **WHO)
    name_person(person=person, name="Сибіга", language="uk", **WHO)
    assert (party.search_text.strip(), "сибіга" in person.search_text) == ("turkiye turkey", True)


def test_offices_and_memberships_end_by_a_day_and_stay() -> None:
    party, group, person = make.party(), make.party(), make.person()
    role = hold_role(person=person, party=party, title="Envoy", since_on=date(2025, 1, 1), **WHO)
    membership = join_group(party=party, group=group, since_on=date(2024, 1, 1), **WHO)
    leave_role(role=role, until_on=date(2025, 4, 1), **WHO)
    leave_group(membership=membership, until_on=date(2025, 4, 1), **WHO)
    assert (role.until_on, membership.until_on) == (date(2025, 4, 1), date(2025, 4, 1))
    with pytest.raises(InvalidValueError, match="since before until"):
        leave_role(role=role, until_on=date(2024, 1, 1), **WHO)


def test_a_dropped_condition_blocks_nothing_and_stays() -> None:
    condition = make.condition(make.proposal(), blocks=True)
    drop_condition(condition=condition, dropped_on=date(2025, 4, 12), reason="Given up", claim=condition.claim, **WHO)
    rows = type(condition).objects.unscoped(reason="test")
    assert (list(rows), list(rows.blocking())) == ([condition], [])
