"""Every action leaves a Change for every row it writes; a stale or refused write leaves nothing."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from negotiations.actions.proposals import revise_proposal
from negotiations.actions.recording import amend
from negotiations.errors import InvalidValueError, StaleVersionError
from negotiations.models import Change, Proposal
from negotiations.queries.audit import Discrepancy, discrepancies, recorded_models, verify_chain
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db

# Written by the alert engine's own actions, which are tested beside it.
ELSEWHERE = {"alertpolicy", "apitoken", "breakglass", "feedtoken", "savedfilter", "subscription", "webhook"}


def test_every_row_of_every_noun_stands_as_its_newest_change_says() -> None:
    world.build()
    counts = Counter({str(model._meta.model_name): model._base_manager.count() for model in recorded_models()})
    assert {noun for noun, rows in counts.items() if not rows} == ELSEWHERE
    assert list(discrepancies()) == []
    assert verify_chain().broken_at is None


def test_a_row_altered_behind_the_record_is_found() -> None:
    proposal = make.proposal()
    Proposal.objects.unscoped(reason="test").filter(pk=proposal.pk).update(title="Rewritten")
    found = Discrepancy("proposal", proposal.pk, "it was altered outside Parley's actions")
    assert list(discrepancies()) == [found]


def test_a_change_says_what_was_replaced_by_whom_when_and_why() -> None:
    editor, proposal = make.user(), make.proposal(title="Old title")
    revise_proposal(proposal=proposal, title="New title", reason="Typing error", actor=editor, now=make.NOW)
    change = Change.objects.unscoped(reason="test").latest("sequence")
    assert (change.kind, change.reference, change.actor, change.reason, change.recorded_at) == (
        "proposal.revised",
        proposal.reference,
        editor,
        "Typing error",
        make.NOW,
    )
    assert (change.before or {})["title"], (change.after or {})["title"] == ("Old title", "New title")


def test_a_stale_version_is_refused_and_nothing_is_written() -> None:
    proposal = make.proposal(title="First")
    seen = proposal.version
    revise_proposal(proposal=proposal, title="Second", reason="-", version=seen, actor=None, now=make.NOW)
    rows = verify_chain().rows
    with pytest.raises(StaleVersionError) as refusal:
        revise_proposal(proposal=proposal, title="Third", reason="-", version=seen, actor=None, now=make.NOW)
    assert refusal.value.current == seen + 1
    assert verify_chain().rows == rows
    assert Proposal.objects.unscoped(reason="test").get(pk=proposal.pk).title == "Second"


def test_an_amendment_that_changes_nothing_records_nothing() -> None:
    proposal = make.proposal()
    rows, version = verify_chain().rows, proposal.version
    amend(proposal, kind="proposal.revised", actor=None, now=make.NOW, title=proposal.title)
    assert (verify_chain().rows, proposal.version) == (rows, version)


@pytest.mark.parametrize("title", ["", "two\nlines", "nul\0", "reversed \u202e", "half \ud800", "x" * 301], ids=repr)
def test_a_bad_title_is_refused_by_name_and_nothing_is_half_written(title: str) -> None:
    home = make.negotiation()
    claim = make.claim(home)
    rows = verify_chain().rows
    with pytest.raises(InvalidValueError) as refusal:
        make.proposal(home, title=title, claim=claim)
    assert refusal.value.field == "title"
    assert verify_chain().rows == rows
    assert Proposal.objects.unscoped(reason="test").count() == 0


def test_references_are_short_stable_and_never_used_again() -> None:
    first, second = make.proposal(), make.proposal()
    with pytest.raises(InvalidValueError):
        make.proposal(title="two\nlines")
    assert [first.reference, second.reference, make.proposal().reference] == ["P-1", "P-2", "P-3"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
def test_who_changes_a_row_lets_others_point_to_it_meanwhile() -> None:
    """Else a tick that inserts an alert of a deadline, and an action that moves the deadline, wait for each other."""
    proposal = make.proposal()
    with CaptureQueriesContext(connection) as run:
        revise_proposal(proposal=proposal, title="New", reason="-", actor=None, now=make.NOW)
    locking = [each["sql"] for each in run if each["sql"].endswith("UPDATE")]
    assert [sql for sql in locking if "chainhead" not in sql and not sql.endswith("FOR NO KEY UPDATE")] == []
    assert len(locking) > 1
