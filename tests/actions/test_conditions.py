from datetime import date

import pytest

from negotiations.actions.conditions import clear_dependency, make_depend, record_progress
from negotiations.enums import Progress
from negotiations.errors import InvalidValueError
from negotiations.models import Condition
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_code_brings_its_scheme_and_version() -> None:
    condition = make.condition(make.proposal(), issue_code="XSanc", sanctions_programme="EU-RUS")
    assert (condition.reference, condition.issue_code, condition.issue_scheme.strip() != "") == ("C-1", "XSanc", True)


def test_an_unknown_code_is_refused_with_the_list() -> None:
    with pytest.raises(InvalidValueError, match="XSanc") as refusal:
        make.condition(make.proposal(), issue_code="XSanctions")
    assert refusal.value.field == "issue_code"


def test_the_newest_progress_in_the_world_is_the_present_one() -> None:
    condition = make.condition(make.proposal(), blocks=True)
    for day, progress in ((10, Progress.FULL), (5, Progress.MINIMAL)):
        record_progress(
            condition=condition,
            progress=progress,
            stated=WorldMoment.day(date(2025, 4, day), make.KYIV),
            claim=condition.claim,
            actor=None,
            now=make.NOW,
        )
    assert condition.progress == Progress.FULL
    assert list(Condition.objects.unscoped(reason="test").blocking()) == []


def test_a_condition_that_blocks_and_is_open_is_blocking() -> None:
    condition = make.condition(make.proposal(), blocks=True)
    make.condition(condition.proposal)
    assert list(Condition.objects.unscoped(reason="test").blocking()) == [condition]


def test_a_dependency_is_cleared_by_a_day_and_never_removed() -> None:
    proposal = make.proposal()
    condition, first = make.condition(proposal), make.condition(proposal)
    who = {"claim": condition.claim, "actor": None, "now": make.NOW}
    dependency = make_depend(condition=condition, needs=first, **who)
    with pytest.raises(InvalidValueError) as refusal:
        make_depend(condition=condition, needs=first, **who)
    assert refusal.value.field == "needs"
    clear_dependency(dependency=dependency, cleared_on=date(2025, 4, 12), reason="Done", **who)
    assert dependency.cleared_on == date(2025, 4, 12)


def test_a_condition_cannot_wait_for_itself() -> None:
    condition = make.condition(make.proposal())
    with pytest.raises(InvalidValueError) as refusal:
        make_depend(condition=condition, needs=condition, claim=condition.claim, actor=None, now=make.NOW)
    assert refusal.value.field == "needs"
