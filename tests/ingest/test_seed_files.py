"""The seeds that come with Parley: complete, each fact with its claim; and what the schema and the record share."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from negotiations import codelists, enums
from negotiations.actions.seeding import NOUNS
from negotiations.ingest.seeds import Draft, FileSet, Reference, read_file_sets
from negotiations.ingest.seeds.sections import RANKS

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SCHEMA: dict[str, Any] = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))
ARTICLE = "articles/article-14-april"


@cache
def file_sets() -> dict[str, FileSet]:
    folders = [path for path in SEEDS.iterdir() if path.is_dir() and path.name not in {"schema", "shared"}]
    return {file_set.name: file_set for file_set in read_file_sets(sorted(folders), SCHEMA)}


def drafts(file_set: str) -> dict[str, Draft]:
    return {draft.key: draft for draft in file_sets()[file_set].drafts}


@cache
def facts() -> dict[int, dict[str, Draft]]:
    numbered: dict[int, dict[str, Draft]] = defaultdict(dict)
    for draft in drafts("ukraine-2025").values():
        if draft.fact is not None:
            numbered[draft.fact][draft.key] = draft
    return numbered


def test_three_negotiations_and_what_they_share() -> None:
    assert list(file_sets()) == ["shared", "black-sea-grain-2022", "iran-2013", "ukraine-2025"]


def test_all_nineteen_facts_are_there() -> None:
    assert sorted(facts()) == list(range(1, 20))


@pytest.mark.parametrize("number", range(1, 20))
def test_every_fact_rests_on_a_claim_of_the_article(number: int) -> None:
    claims = [draft for draft in facts()[number].values() if draft.noun == "claim"]
    assert claims
    for claim in claims:
        assert claim.values["article"] == Reference("ukraine-2025", ARTICLE)
        assert claim.values["locator"].startswith("Paragraph")


@pytest.mark.parametrize("number", range(1, 20))
def test_what_is_recorded_of_a_fact_points_at_a_claim(number: int) -> None:
    for draft in facts()[number].values():
        if draft.noun != "claim":
            assert draft.values["claim"].key in drafts("ukraine-2025")


@pytest.mark.parametrize(
    ("number", "evidence"),
    [
        (1, {"report"}),
        (2, {"report"}),
        (3, {"report"}),
        (4, {"claim"}),
        (5, {"claim"}),
        (6, {"claim", "report"}),
        (7, {"assessment"}),
        (8, {"report"}),
        (9, {"claim", "assessment"}),
        (10, {"report"}),
        (11, {"report"}),
        (12, {"report"}),
        (13, {"report"}),
        (14, {"report"}),
        (15, {"assessment"}),
        (16, {"claim"}),
        (17, {"assessment"}),
        (18, {"assessment"}),
        (19, {"report"}),
    ],
)
def test_every_fact_says_what_kind_of_evidence_it_is(number: int, evidence: set[str]) -> None:
    found = {draft.values["evidence"] for draft in facts()[number].values() if draft.noun == "claim"}
    assert found == evidence


@pytest.mark.parametrize(
    ("number", "key", "field", "day", "precision"),
    [
        (1, "events/strike-on-sumy", "occurred", "2025-04-13", "day"),
        (3, "events/putin-receives-witkoff", "occurred", "2025-04-11", "day"),
        (8, "events/europeans-condemn", "occurred", "2025-04-13", "day"),
        (12, "proposals/energy-freeze", "opened", "2025-03-18", "day"),
        (12, "deadlines/freeze-ends", "said", "2025-04-14", "day"),
        (16, "claims/russia-has-to-move", "stated", "2025-04-11", "day"),
        (19, "events/strike-on-448th", "occurred", "None", "unknown"),
    ],
)
def test_dates_are_as_exact_as_the_source(number: int, key: str, field: str, day: str, precision: str) -> None:
    moment = facts()[number][key].values[field]
    assert (str(moment.on), moment.precision) == (day, precision)


@pytest.mark.parametrize(
    ("number", "key", "expected"),
    [
        (1, "events/strike-on-sumy", {"category": "ASSAULT", "killed": 34, "killed_children": 2, "injured": 100}),
        (3, "events/putin-receives-witkoff", {"category": "CONSULT", "mode": "visit", "ordinal": 3}),
        (5, "conditions/territories", {"issue_code": "XTerrRec"}),
        (5, "conditions/security-protocols", {"issue_code": "XSecGuar"}),
        (5, "conditions/no-nato", {"issue_code": "XAlign"}),
        (6, "positions/kellogg-against-territories", {"stance": "rejects", "dissent": True}),
        (6, "positions/ukraine-on-territories", {"stance": "rejects", "by_proxy": True}),
        (8, "events/europeans-condemn", {"category": "ACCUSE", "mode": "disapprove"}),
        (10, "proposals/easter-ceasefire", {"kind": "ceasefire"}),
        (10, "deadlines/easter", {"expression": "Easter"}),
        (11, "proposals/summit", {"kind": "summit", "status": "on hold"}),
        (12, "deadlines/freeze-ends", {"expression": "ends Friday", "kind": "expiry"}),
        (14, "conditions/sanctions-relief", {"role": "precondition", "issue_code": "XSanc", "blocks": True}),
        (17, "positions/united-states-on-territories", {"stance": "considering"}),
        (17, "positions/united-states-on-nato", {"stance": "considering"}),
        (19, "events/strike-on-448th", {"category": "ASSAULT", "verification": "unverified"}),
    ],
)
def test_facts_are_coded_as_agreed(number: int, key: str, expected: dict[str, Any]) -> None:
    values = facts()[number][key].values
    assert {name: values[name] for name in expected} == expected


def test_the_article_reports_via_bloomberg() -> None:
    assert drafts("ukraine-2025")[ARTICLE].values["cites"] == Reference("shared", "sources/bloomberg")


def test_quotations_are_short_and_never_a_paragraph() -> None:
    quoted = {
        draft.key: len(draft.values["quotation"].split())
        for name in file_sets()
        for draft in drafts(name).values()
        if "quotation" in draft.values
    }
    assert quoted
    assert max(quoted.values()) <= 12


@pytest.mark.parametrize("file_set", ["black-sea-grain-2022", "iran-2013"])
def test_every_deadline_of_a_past_negotiation_has_an_outcome(file_set: str) -> None:
    deadlines = {key for key, draft in drafts(file_set).items() if draft.noun in {"deadline", "extension"}}
    settled = {draft.values["deadline"].key for draft in drafts(file_set).values() if draft.noun == "outcome"}
    settled |= {draft.values["extends"].key for draft in drafts(file_set).values() if draft.noun == "extension"}
    assert deadlines == settled


def test_actors_carry_the_identifiers_of_the_actor_list() -> None:
    parties = {draft.values["name"]: draft.values for draft in drafts("shared").values() if draft.noun == "party"}
    for actor in codelists.known_actors():
        seeded = parties[actor.name]
        assert (
            seeded["actor_type"],
            seeded.get("iso_alpha3", ""),
            seeded.get("gleditsch_ward"),
            seeded.get("ucdp_id"),
            seeded["wikidata_id"],
        ) == (actor.type, actor.iso_alpha3, actor.gleditsch_ward, actor.ucdp_id, actor.wikidata_id)


def test_the_example_of_the_guide_is_read(tmp_path: Path) -> None:
    guide = (SEEDS.parent / "docs" / "seeds.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "all.yaml").write_text(example, encoding="utf-8")
    (read,) = read_file_sets([tmp_path], SCHEMA)
    assert [draft.key for draft in read.drafts] == [
        "negotiation",
        "sources/gazette",
        "articles/monday",
        "claims/truce-ends",
        "proposals/river-truce",
        "deadlines/river-truce-ends",
    ]


def test_the_order_of_recording_names_every_noun() -> None:
    assert set(RANKS) == set(NOUNS)


@pytest.mark.parametrize(
    ("definition", "field", "choices"),
    [
        ("party", "actor_type", enums.ActorType),
        ("source", "ownership", enums.Ownership),
        ("article", "reliability", enums.Reliability),
        ("claim", "evidence", enums.Evidence),
        ("claim", "credibility", enums.Credibility),
        ("mark", "standing", enums.ClaimStanding),
        ("proposal", "kind", enums.ProposalKind),
        ("proposal", "status", enums.ProposalStatus),
        ("proposal", "stage", enums.Stage),
        ("proposal", "sub_stage", enums.SubStage),
        ("involvement", "role", enums.InvolvementRole),
        ("lineage", "kind", enums.LineageKind),
        ("ceasefire", "side", enums.CeasefireSide),
        ("ceasefire", "extent", enums.CeasefireExtent),
        ("ceasefire", "ceasefire_class", enums.CeasefireClass),
        ("status", "status", enums.ProposalStatus),
        ("trend", "trend", enums.Trend),
        ("trend", "outlook", enums.Outlook),
        ("condition", "role", enums.ConditionRole),
        ("progress", "progress", enums.Progress),
        ("position", "stance", enums.Stance),
        ("account", "attribute", enums.AccountAttribute),
        ("event", "category", enums.EventCategory),
        ("event", "mode", enums.EventMode),
        ("event", "treaty_act", enums.TreatyAct),
        ("event", "verification", enums.Verification),
        ("part", "role", enums.EventRole),
        ("deadline", "kind", enums.DeadlineKind),
        ("negotiation", "date_order", enums.DateOrder),
        ("negotiation", "feasts", enums.FeastReading),
    ],
)
def test_the_schema_lists_what_the_record_lists(definition: str, field: str, choices: Any) -> None:
    assert SCHEMA["$defs"][definition]["properties"][field]["enum"] == choices.values
