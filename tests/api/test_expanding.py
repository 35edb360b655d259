"""`expand`: records inside others in full, as far as the reader may know; and what `omit` leaves out costs nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from negotiations import models
from negotiations.actions.subscriptions import watch
from negotiations.api.nouns import router
from negotiations.queries.expansion import NOUNS, expansions, heavier
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient
from tests.api.test_alerts import alert

VIEWS = {noun: view for noun, view, _ in router.registry}
OPEN = [noun for noun, view in VIEWS.items() if expansions(view.shape, view.whole or view.shape)]
ADDRESS = {NOUNS[view.shape.model].struct.__name__: noun for noun, view in VIEWS.items() if view.shape.model in NOUNS}


def paths(noun: str) -> tuple[str, ...]:
    return expansions(VIEWS[noun].shape, VIEWS[noun].whole or VIEWS[noun].shape)


def test_which_nouns_can_hold_others_in_full() -> None:
    assert set(VIEWS) - set(OPEN) == {"sources", "tokens", "webhooks", "webhook-messages"}
    assert paths("articles") == ("source", "cites")
    assert set(paths("positions")) >= {"proposal", "proposal.deadlines", "party", "claim", "claim.article"}
    assert all(path.count(".") <= 1 for noun in OPEN for path in paths(noun))


@pytest.mark.parametrize("noun", OPEN)
def test_everything_that_can_be_asked_for_is_answered_as_described(api: ApiClient, noun: str) -> None:
    page = api.get(f"/api/v1/{noun}/", {"expand": ",".join(paths(noun))})
    assert page.status_code == 200, page.content
    found = page.json()["results"]
    bare = api.get(f"/api/v1/{noun}/").json()["results"]
    assert [row["id"] for row in found] == [row["id"] for row in bare]
    view = VIEWS[noun]
    more = set(heavier(view.shape, view.whole or view.shape))
    assert all(set(row) - set(other) == more for row, other in zip(found, bare, strict=True))


def test_what_stands_inside_is_what_its_own_list_shows(api: ApiClient, talks: world.World) -> None:
    proposals = {row["id"]: row for row in api.get("/api/v1/proposals/").json()["results"]}
    claims = {row["id"]: row for row in api.get("/api/v1/claims/?expand=article").json()["results"]}
    for row in api.get("/api/v1/accounts/?expand=proposal,claim.article").json()["results"]:
        assert (row["proposal"], row["claim"]) == (proposals[row["proposal"]["id"]], claims[row["claim"]["id"]])
    deadlines = {row["id"]: row for row in api.get("/api/v1/deadlines/").json()["results"]}
    record = api.get(f"/api/v1/proposals/{talks.proposal.reference}/?expand=deadlines").json()
    assert record["deadlines"] == [deadlines[each["id"]] for each in record["deadlines"]] != []
    listed = api.get("/api/v1/proposals/?fields=status_changes,conditions&ordering=id").json()["results"][0]
    assert listed == {name: record[name] for name in ("id", "status_changes", "conditions")}


def test_on_another_day_it_is_as_it_stood(api: ApiClient) -> None:
    query = {"as_of": make.NOW.strftime("%Y-%m-%dT%H:%M:%SZ"), "expand": "proposal"}
    then = api.get("/api/v1/positions/", query).json()["results"]
    inside = [row["proposal"] for row in then if row["proposal"]]
    assert inside
    assert all(row["status"] == "in force" and "momentum" not in row and "version" not in row for row in inside)
    for noun in (each for each in OPEN if VIEWS[each].dated):
        everything = {**query, "expand": ",".join(paths(noun))}
        assert api.get(f"/api/v1/{noun}/", everything).status_code == 200, noun


REFUSED = [
    ("positions/?expand=propsal", "invalid", "Did you mean “proposal”?"),
    ("positions/?expand=proposal.deadlines.claim", "invalid", "is none of"),
    ("positions/?expand=proposal&fields=stance", "left_out", "proposal is not among the fields asked for."),
    ("positions/?expand=proposal.deadlines&omit=proposal", "left_out", "proposal is not among the fields asked for."),
    ("sources/?expand=articles", "unknown", "There is no such parameter here."),
]


@pytest.mark.parametrize(("address", "code", "words"), REFUSED)
def test_whatever_else_is_refused(api: ApiClient, address: str, code: str, words: str) -> None:
    answer = api.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("expand", code)
    assert words in fault["detail"]


def test_what_the_reader_may_not_know_of_stands_nowhere_inside(api: ApiClient) -> None:
    """Actions refuse rows of another negotiation; a row that has one all the same must not give it away."""
    hidden = make.claim(make.negotiation(restricted=True), assertion="quorvandel")
    for model in (models.Position, models.Account, models.Deadline, models.Condition):
        model._default_manager.all().unscoped(reason="test").update(claim=hidden)  # type: ignore[attr-defined]
    for noun in OPEN:
        page = api.get(f"/api/v1/{noun}/", {"expand": ",".join(paths(noun)), "page_size": "200"})
        assert page.status_code == 200
        assert b"quorvandel" not in page.content, noun
    assert {row["claim"] for row in api.get("/api/v1/positions/?expand=claim").json()["results"]} == {None}


@pytest.mark.parametrize("noun", OPEN)
def test_what_is_left_out_costs_no_statement(api: ApiClient, talks: world.World, noun: str) -> None:
    """Each field that is read by a statement of its own saves it; without any of them the page is all there is."""
    view = VIEWS[noun]
    watch(user=talks.lead, proposal=talks.proposal, actor=None, now=make.NOW)
    alert(talks.lead, make.deadline(talks.proposal), talks.negotiation)
    first = api.get(f"/api/v1/{noun}/").json()["results"][0]
    record = f"/api/v1/{noun}/{first.get('reference') if view.lookup_field == 'reference' else first['id']}/"
    for address, shape in ((f"/api/v1/{noun}/", view.shape), (record, view.whole or view.shape)):
        everything = statements(api, address)
        for name in (*shape.children, *shape.bulk):
            assert len(statements(api, f"{address}?omit={name}")) < len(everything), (address, name)
        alone = statements(api, f"{address}?fields=id")
        assert sum(shape.model._meta.db_table in sql for sql in alone) == 1
        assert len(alone) == 3, alone  # session, person, page


def statements(api: ApiClient, address: str) -> list[str]:
    """What an answer took, without the head of the chain, which vouches for lists."""
    with CaptureQueriesContext(connection) as taken:
        assert api.get(address).status_code == 200
    return [each["sql"] for each in taken if "chainhead" not in each["sql"]]


def test_a_list_with_what_follows_the_clock_inside_is_not_vouched_for_by_the_record(api: ApiClient) -> None:
    def taken(query: str) -> int:
        with CaptureQueriesContext(connection) as found:
            api.get(f"/api/v1/positions/?{query}")
        return sum("chainhead" in each["sql"] for each in found)

    assert list(map(taken, ["fields=proposal", "fields=proposal&expand=proposal"])) == [1, 0]


def test_files_hold_them_as_well(api: ApiClient) -> None:
    head = b"".join(api.get("/api/v1/positions/?format=csv&expand=proposal&fields=proposal").streaming_content)
    columns = head.decode().splitlines()[1].split(",")
    assert {"proposal.status", "proposal.momentum.code", "proposal.deadlines"} <= set(columns)
