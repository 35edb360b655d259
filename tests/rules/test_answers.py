import pytest

from negotiations.enums.positions import Stance
from negotiations.rules.answers import Answer, answer_to


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([], Answer.NOBODY),
        ([None, None], Answer.NOBODY),
        ([Stance.DEMANDS, None], Answer.UNANSWERED),
        ([Stance.DEMANDS, Stance.REJECTS], Answer.CONTESTED),
        ([Stance.ACCEPTS_IF, Stance.REJECTS, None], Answer.CONTESTED),
        ([Stance.REJECTS, None], Answer.OPEN),
        ([Stance.ACCEPTS, Stance.ACCEPTS], Answer.ACCEPTED),
        ([Stance.DEMANDS, Stance.ACCEPTS], Answer.ACCEPTED),
        ([Stance.DEMANDS, Stance.DEMANDS], Answer.OPEN),
        ([Stance.ACCEPTS, None], Answer.OPEN),
        ([Stance.ACCEPTS, Stance.ACCEPTS_IF], Answer.OPEN),
        ([Stance.DEMANDS, Stance.CONSIDERING], Answer.OPEN),
    ],
)
def test_what_stances_add_up_to(stances: list[Stance | None], expected: Answer) -> None:
    assert answer_to(stances) == expected
