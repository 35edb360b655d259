from __future__ import annotations

from negotiations.enums import Alignment
from negotiations.rules.comparison import Pair, Run, Worded, aligned, marked

A = Alignment


def test_conditions_meet_by_issue_and_by_words() -> None:
    here = [
        Worded(1, "XSanc", "Lift the sanctions on banks", (("role", "precondition"), ("owed_by", "EU"))),
        Worded(2, "XSecGuar", "Troops of the guarantors stay", ()),
        Worded(3, "", "Exchange of all prisoners of war", ()),
        Worded(4, "XAlign", "No membership", ()),
        Worded(5, "XSecGuar", "Article 5 or its like", ()),
    ]
    there = [
        Worded(11, "XSecGuar", "Its like, or Article 5", ()),
        Worded(12, "XSecGuar", "Troops of the guarantors stay for ten years", ()),
        Worded(13, "XSanc", "lift  the sanctions on Banks", (("role", "guarantee"), ("owed_by", "EU"))),
        Worded(14, "", "Exchange of all prisoners", ()),
        Worded(15, "", "Elections", ()),
        Worded(16, "XAlign", "No membership", ()),
    ]
    met = aligned(here, there)
    assert [(pair.here, pair.there, pair.outcome) for pair in met] == [
        (1, 13, A.CHANGED),
        (2, 12, A.CHANGED),
        (3, 14, A.CHANGED),
        (4, 16, A.SAME),
        (5, 11, A.CHANGED),
        (None, 15, A.ONLY_THERE),
    ]
    assert (met[0].runs, met[0].differing) == ((), ("role",))
    assert met[1].runs == (Run(A.SAME, "Troops of the guarantors stay"), Run(A.ONLY_THERE, "for ten years"))


def test_turned_around_it_says_the_same_of_the_other_side() -> None:
    here, there = [Worded(1, "X", "a b c d", ())], [Worded(2, "X", "a c d e", ()), Worded(3, "Y", "f", ())]
    assert aligned(here, there)[0].runs == (
        Run(A.SAME, "a"),
        Run(A.ONLY_HERE, "b"),
        Run(A.SAME, "c d"),
        Run(A.ONLY_THERE, "e"),
    )
    assert aligned(there, here)[0].runs == (
        Run(A.SAME, "a"),
        Run(A.ONLY_THERE, "b"),
        Run(A.SAME, "c d"),
        Run(A.ONLY_HERE, "e"),
    )
    assert aligned(there, here)[1] == Pair(3, None, A.ONLY_HERE)
    assert aligned([], here) == [Pair(None, 1, A.ONLY_THERE)]


def test_words_that_share_too_little_are_two_matters() -> None:
    met = aligned([Worded(1, "", "an exchange of prisoners", ())], [Worded(2, "", "an end of sanctions on banks", ())])
    assert [pair.outcome for pair in met] == [A.ONLY_HERE, A.ONLY_THERE]


def test_long_texts_are_marked_from_both_ends_only() -> None:
    ours, theirs = (["start", *(f"{mark}{n}" for n in range(400)), "end"] for mark in "ab")
    runs = marked(" ".join(ours), " ".join(theirs))
    assert [run.where for run in runs] == [A.SAME, A.ONLY_HERE, A.ONLY_THERE, A.SAME]
    assert (runs[0].text, runs[3].text) == ("start", "end")
