import pytest

from negotiations.enums import ProposalStatus as S
from negotiations.rules.lifecycle import moves_from

OPEN = [S.REPORTED, S.TABLED, S.UNDER_DISCUSSION, S.AGREED_IN_PRINCIPLE, S.AGREED, S.IN_FORCE, S.ON_HOLD]


@pytest.mark.parametrize("status", OPEN)
def test_every_open_status_can_be_set_aside(status: S) -> None:
    aside = {S.ON_HOLD, S.REJECTED, S.WITHDRAWN, S.SUPERSEDED, S.RENEWED} - {status}
    assert aside <= set(moves_from(status))


@pytest.mark.parametrize("status", [status for status in S if status not in OPEN])
def test_nothing_follows_an_end(status: S) -> None:
    assert moves_from(status) == ()


def test_only_what_was_agreed_expires() -> None:
    assert [status for status in S if S.EXPIRED in moves_from(status)] == [S.AGREED, S.IN_FORCE, S.ON_HOLD]


@pytest.mark.parametrize("status", list(S))
def test_no_status_follows_itself(status: S) -> None:
    assert status not in moves_from(status)
