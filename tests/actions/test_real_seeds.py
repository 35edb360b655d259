"""The seeds of the project: what the record holds once they are loaded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import TestCase

from negotiations.actions.seeding import Loaded
from negotiations.enums import AccountAttribute, DeadlineStatus, EventRole, Evidence, ProposalStatus, Stance
from negotiations.ingest.seeds import FileSet
from negotiations.models import (
    Account,
    ChainHead,
    Change,
    Claim,
    Condition,
    Deadline,
    DeadlineReading,
    Event,
    EventPart,
    Involvement,
    Lineage,
    Negotiation,
    Position,
    Proposal,
    SeedKey,
    TrendAssessment,
)
from negotiations.queries.audit import verify_chain
from tests.actions.seed_files import SEEDS, every, load, row, sets
from tests.factories import NOW


class TestUkraine(TestCase):
    """The talks of April 2025, as they stand in the record."""

    file_sets: tuple[FileSet, ...]
    loaded: Loaded

    @classmethod
    def setUpTestData(cls) -> None:
        cls.file_sets = sets(SEEDS / "ukraine-2025")
        cls.loaded = load(cls.file_sets)

    def get(self, key: str, model: type[models.Model]) -> Any:
        return row("ukraine-2025", key, model)

    def test_every_entry_became_a_row(self) -> None:
        entries = sum(len(file_set.drafts) for file_set in self.file_sets)
        assert self.loaded == Loaded(new=entries, known=0)
        assert SeedKey.objects.count() == entries

    def test_every_numbered_fact_is_on_record_with_its_claim(self) -> None:
        recorded = set()
        for draft in self.file_sets[-1].drafts:
            if draft.fact is None:
                continue
            seed = SeedKey.objects.get(file_set="ukraine-2025", key=draft.key)
            claim = every(Claim).get(pk=seed.object_id) if draft.noun == "claim" else None
            if claim is not None:
                assert claim.article.published_on == date(2025, 4, 14)
                assert claim.evidence in Evidence.values
                assert claim.stated_precision == "day"
                recorded.add(draft.fact)
        assert recorded == set(range(1, 20))

    def test_parley_itself_recorded_it(self) -> None:
        assert set(every(Change).values_list("actor", "recorded_at")) == {(None, NOW)}
        assert verify_chain().broken_at is None

    def test_the_strike_with_its_figures(self) -> None:
        strike = self.get("events/strike-on-sumy", Event)
        assert (strike.category, strike.occurred_on, strike.occurred_precision) == ("ASSAULT", date(2025, 4, 13), "day")
        assert (strike.killed, strike.killed_children, strike.injured, strike.injured_at_least) == (34, 2, 100, True)
        parts = every(EventPart).filter(event=strike).values_list("party__name", "role")
        assert set(parts) == {("Russia", EventRole.ACTOR), ("Ukraine", EventRole.TARGET)}

    def test_a_strike_of_which_no_day_is_known(self) -> None:
        strike = self.get("events/strike-on-448th", Event)
        assert (strike.occurred_on, strike.occurred_precision, strike.verification) == (None, "unknown", "unverified")

    def test_the_freeze_ends_on_two_days(self) -> None:
        """The team goes by the day that the newest source names, and the other reading stays beside it."""
        freeze = self.get("deadlines/freeze-ends", Deadline)
        days = every(DeadlineReading).filter(deadline=freeze).values_list("party__name", "expression", "due_on")
        assert set(days) == {
            (None, "ends Friday", date(2025, 4, 18)),
            ("Russia", "30 days from 18 March 2025", date(2025, 4, 17)),
        }
        assert (freeze.status, freeze.due_on, freeze.due_zone) == (
            DeadlineStatus.DISPUTED,
            date(2025, 4, 18),
            "Europe/Kyiv",
        )

    def test_the_parties_start_the_freeze_on_two_days(self) -> None:
        starts = every(Account).live().filter(attribute=AccountAttribute.STARTS)
        assert set(starts.values_list("party__name", "value_on")) == {
            ("Russia", date(2025, 3, 18)),
            ("Ukraine", date(2025, 3, 25)),
        }

    def test_easter_is_one_day_that_year(self) -> None:
        easter = self.get("deadlines/easter", Deadline)
        assert (easter.due_on, easter.status) == (date(2025, 4, 20), DeadlineStatus.PENDING)
        slipping = every(TrendAssessment).filter(proposal=easter.proposal).values_list("slipping", flat=True)
        assert list(slipping) == [True]

    def test_the_proposals_and_how_they_stand(self) -> None:
        assert set(every(Proposal).values_list("short_title", "status")) == {
            ("Permanent peace deal", ProposalStatus.REPORTED),
            ("Easter ceasefire", ProposalStatus.REPORTED),
            ("Trump–Putin summit", ProposalStatus.ON_HOLD),
            ("Energy freeze", ProposalStatus.IN_FORCE),
            ("Black Sea truce", ProposalStatus.ON_HOLD),
        }

    def test_what_holds_the_black_sea_truce_up(self) -> None:
        relief = self.get("conditions/sanctions-relief", Condition)
        assert (relief.issue_code, relief.issue_scheme, relief.role) == ("XSanc", "Parley extension 1", "precondition")
        assert (relief.demanded_by.name, relief.blocks) == ("Russia", True)
        hosts = every(Involvement).filter(proposal=relief.proposal, role="host").values_list("party__name", flat=True)
        assert list(hosts) == ["Saudi Arabia"]

    def test_who_stands_where_on_the_territories(self) -> None:
        territories = self.get("conditions/territories", Condition)
        stances = every(Position).filter(condition=territories)
        assert set(stances.values_list("party__name", "person__name", "stance", "dissent", "by_proxy")) == {
            ("United States", "Keith Kellogg", Stance.REJECTS, True, False),
            ("Ukraine", None, Stance.REJECTS, False, True),
            ("United States", None, Stance.CONSIDERING, False, False),
            ("Russia", None, Stance.DEMANDS, False, True),
        }


@pytest.mark.django_db
def test_all_seeds_load_once_and_a_second_load_changes_nothing() -> None:
    call_command("seeds", "load", verbosity=0)
    head = ChainHead.objects.get()
    seeds = SeedKey.objects.count()
    call_command("seeds", "load", verbosity=0)
    assert (ChainHead.objects.get().hash, every(Change).count(), SeedKey.objects.count()) == (
        head.hash,
        head.sequence,
        seeds,
    )
    assert set(every(Negotiation).values_list("name", flat=True)) == {
        "Black Sea Grain Initiative 2022–2023",
        "Iran nuclear talks 2013–2016",
        "Russia–Ukraine war talks 2025",
    }
    still_open = every(Deadline).filter(status__in=["pending", "disputed"]).values_list("negotiation__name", flat=True)
    assert set(still_open) == {"Russia–Ukraine war talks 2025"}
    _check_grain()
    _check_iran()


def _check_grain() -> None:
    deadlines = every(Deadline).filter(negotiation__name__startswith="Black Sea").order_by("pk")
    assert list(deadlines.values_list("proposal__short_title", "due_on", "status")) == [
        ("Grain Initiative, term 1", date(2022, 11, 19), "extended"),
        ("Grain Initiative, term 2", date(2023, 3, 18), "extended"),
        ("Grain Initiative, term 3", date(2023, 5, 18), "extended"),
        ("Grain Initiative, term 4", date(2023, 7, 17), "lapsed"),
    ]
    ends = every(Account).live().filter(proposal__short_title="Grain Initiative, term 3", attribute="ends")
    assert set(ends.values_list("party__name", "value_on")) == {
        ("Russia", date(2023, 5, 18)),
        ("Ukraine", date(2023, 7, 16)),
    }
    renewals = every(Lineage).filter(kind="renews").values_list("proposal__short_title", "other__short_title")
    assert set(renewals) == {
        (f"Grain Initiative, term {term}", f"Grain Initiative, term {term - 1}") for term in (2, 3, 4)
    }


def _check_iran() -> None:
    deadlines = every(Deadline).filter(negotiation__name__startswith="Iran").order_by("pk")
    assert list(deadlines.values_list("due_on", "status")) == [
        (date(2014, 7, 20), "extended"),
        (date(2014, 11, 24), "extended"),
        (date(2015, 6, 30), "extended"),
        (date(2015, 7, 7), "extended"),
        (date(2015, 7, 10), "extended"),
        (date(2015, 7, 13), "met"),
        (date(2015, 3, 31), "met"),
        (date(2015, 10, 18), "met"),
    ]
