"""The code lists are complete, and the closed lists of the database hold the same codes."""

from __future__ import annotations

import pytest

from negotiations import codelists, enums


def test_every_stage_with_its_sub_stages() -> None:
    assert {stage: codelists.sub_stages_of(stage) for stage in codelists.stages()} == {
        "Pre": ("Proc", "Prin", "Conf", "PreMix", "PreOth"),
        "Cea": ("Ceas", "Rel", "CeaMix"),
        "SubPar": ("Iss", "MultIss", "FrparOth"),
        "SubComp": ("FrAg", "FrCons", "FrcomOth"),
        "Imp": ("ImpMod", "ExtSub", "ExtPar", "ImpOth"),
        "Ren": ("Repre", "Resub", "Reimp", "Reoth"),
        "Oth": (),
    }


def test_stages_agree_with_the_closed_lists() -> None:
    sub_stages = [sub for stage in codelists.stages() for sub in codelists.sub_stages_of(stage)]
    assert list(codelists.stages()) == enums.Stage.values
    assert sub_stages == enums.SubStage.values


def test_twelve_groups_of_pax_and_the_marked_extension() -> None:
    of_pax = [entry.code for entry in codelists.issues() if not entry.extension]
    ours = [entry.code for entry in codelists.issues() if entry.extension]
    assert of_pax == ["G", "Ge", "St", "Gov", "Ps", "Hr", "Jus", "Dev", "La", "Ssr", "Tj", "Im"]
    assert ours == [
        "XTerrRec",
        "XAlign",
        "XSecGuar",
        "XForceCap",
        "XSanc",
        "XAsset",
        "XTargetEnergy",
        "XMaritime",
        "XNuclear",
    ]
    assert all(code.startswith("X") for code in ours)


def test_an_issue_names_its_scheme_and_version() -> None:
    assert codelists.issue("XSanc") == codelists.Issue("XSanc", "Sanctions relief", "Parley extension 1", "1", True)
    assert codelists.issue("Ssr").scheme == "PA-X 8"


@pytest.mark.parametrize("unknown", ["", "xsanc", "Territory"])
def test_an_unknown_issue_is_a_key_error(unknown: str) -> None:
    with pytest.raises(KeyError):
        codelists.issue(unknown)


def test_every_event_category_with_its_modes() -> None:
    with_modes = {code: codelists.modes_of(code) for code in codelists.event_categories() if codelists.modes_of(code)}
    assert with_modes == {
        "CONSULT": ("visit", "third-party", "multilateral", "phone"),
        "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
        "REQUEST": ("assist", "change", "yield", "meet"),
        "ACCUSE": ("disapprove", "investigate", "allege"),
        "REJECT": ("assist", "change", "yield", "meet"),
        "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    }


def test_event_codes_agree_with_the_closed_lists() -> None:
    modes = {mode for code in codelists.event_categories() for mode in codelists.modes_of(code)}
    assert list(codelists.event_categories()) == enums.EventCategory.values
    assert modes == set(enums.EventMode.values)
    assert len(set(codelists.event_contexts())) == len(codelists.event_contexts()) == 35


def test_ceasefire_codes_agree_with_the_closed_lists() -> None:
    assert list(codelists.ceasefire_sides()) == enums.CeasefireSide.values
    assert list(codelists.ceasefire_extents()) == enums.CeasefireExtent.values
    assert list(codelists.ceasefire_classes()) == enums.CeasefireClass.values


def test_actor_types_agree_with_the_closed_list() -> None:
    assert list(codelists.actor_types()) == enums.ActorType.values


def test_the_identifiers_of_the_known_actors() -> None:
    listed = [
        (actor.name, actor.iso_alpha3, actor.gleditsch_ward, actor.ucdp_id, actor.wikidata_id)
        for actor in codelists.known_actors()
    ]
    assert listed == [
        ("Russia", "RUS", 365, 57, "Q159"),
        ("Ukraine", "UKR", 369, 61, "Q212"),
        ("United States", "USA", 2, 3, "Q30"),
        ("Saudi Arabia", "SAU", 670, 122, "Q851"),
        ("Türkiye", "TUR", 640, 115, "Q43"),
        ("European Union", "", None, None, "Q458"),
    ]
    assert codelists.actor_by_iso("UKR").name == "Ukraine"


def test_schemes_fit_the_column_that_stores_them() -> None:
    schemes = {
        codelists.STAGE_SCHEME,
        codelists.EVENT_SCHEME,
        codelists.CEASEFIRE_SCHEME,
        *(entry.scheme for entry in codelists.issues()),
    }
    assert schemes == {"PA-X 8", "PLOVER 0.8", "ETH/PRIO 2022", "Parley extension 1"}
    assert max(len(scheme) for scheme in schemes) <= 30
