"""`manage.py deadline`: one deadline for people, or many as JSON lines."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

GRAIN = ("60 days after signature", "--reference", "2022-07-23T10:00", "--zone", "Europe/Istanbul")


def test_a_resolved_deadline_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("deadline", *GRAIN, "--anchor", "signature=2022-07-22")
    assert capsys.readouterr().out.splitlines() == [
        "20 September 2022",
        "How: 60 days after signature on 22 July 2022, that day not counted: "
        "Tuesday 20 September 2022, until 24:00 in Istanbul.",
        "For sorting and reminders: 2022-09-20 21:00 UTC.",
    ]


def test_a_refused_deadline_says_what_to_ask_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("deadline", *GRAIN)
    assert left.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        "Not resolved (missing_anchor).",
        "The date of “signature” is not known. On which day did it happen, or is it expected?",
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), 'Give the words of the deadline, such as "ends Friday", or --jsonl.'),
        (("Friday", "--zone", "Kyiv"), "zone: there is no time zone “Kyiv”; name one such as Europe/Kyiv."),
        (("Friday", "--date-order", "YMD"), "date_order: “YMD” is none of DMY, MDY"),
    ],
)
def test_wrong_arguments_name_the_remedy(arguments: tuple[str, ...], error: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("deadline", *arguments)
    assert (str(refused.value), refused.value.returncode) == (error, 2)


def test_every_line_is_answered_in_order(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"id": 1, "text": "by Friday", "reference": "2025-04-14T10:00", "tz": "Europe/Kyiv"}
    lines = [json.dumps(good), "nonsense", "", json.dumps(good | {"id": 2, "text": "soon"})]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    call_command("deadline", "--jsonl")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["id"], answer["result"]) for answer in answers] == [
        (1, "2025-04-18"),
        (None, None),
        (None, None),
        (2, None),
    ]
