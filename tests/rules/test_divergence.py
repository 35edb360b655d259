from datetime import date

from negotiations.enums import AccountAttribute as A
from negotiations.rules.divergence import Divergence, Told, divergences

RUSSIA, UKRAINE, UNITED_STATES = 1, 2, 3


def told(party: int, attribute: A, value: str, on: date | None = None) -> Told:
    return Told(party, attribute, value, on, None, claim_id=party)


def test_two_days_for_one_end_diverge() -> None:
    russia = told(RUSSIA, A.ENDS, "30 days from 18 March", date(2025, 4, 17))
    ukraine = told(UKRAINE, A.ENDS, "Friday", date(2025, 4, 18))
    assert divergences([ukraine, russia]) == [Divergence(A.ENDS, (russia, ukraine), one_sided=False)]


def test_the_same_day_in_other_words_agrees() -> None:
    day = date(2025, 4, 18)
    assert divergences([told(RUSSIA, A.ENDS, "18 April", day), told(UKRAINE, A.ENDS, "Friday", day)]) == []


def test_words_agree_without_case_marks_and_spacing() -> None:
    assert divergences([told(RUSSIA, A.SCOPE, "Énergie  only"), told(UKRAINE, A.SCOPE, "energie only")]) == []


def test_a_precondition_named_by_one_side_only_is_a_divergence() -> None:
    relief = told(RUSSIA, A.PRECONDITION, "sanctions relief")
    assert divergences([relief]) == [Divergence(A.PRECONDITION, (relief,), one_sided=True)]


def test_a_single_account_of_an_end_is_none() -> None:
    assert divergences([told(RUSSIA, A.ENDS, "Friday", date(2025, 4, 18))]) == []


def test_three_parties_of_whom_two_agree() -> None:
    day, other = date(2025, 4, 18), date(2025, 4, 17)
    accounts = [told(RUSSIA, A.ENDS, "", other), told(UKRAINE, A.ENDS, "", day), told(UNITED_STATES, A.ENDS, "", day)]
    assert divergences(accounts) == [Divergence(A.ENDS, tuple(accounts), one_sided=False)]
