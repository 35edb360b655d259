"""What each kind of value takes and refuses, with the words it refuses in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from negotiations.enums import Credibility, ProposalStatus
from negotiations.filters.fields import (
    CodeField,
    DayField,
    FlagField,
    InstantField,
    ListField,
    NumberField,
    PartyField,
    ReferenceField,
    ValueField,
)

TAKEN: list[tuple[ValueField, str, Any]] = [
    (CodeField(codes=ProposalStatus), "in force", "in force"),
    (CodeField(codes=Credibility), "2", 2),
    (FlagField(), "true", True),
    (FlagField(), "false", False),
    (NumberField(), str(2**63 - 1), 2**63 - 1),
    (DayField(), "1900-01-01", date(1900, 1, 1)),
    (DayField(), "2200-12-31", date(2200, 12, 31)),
    (InstantField(), "2025-04-18T12:00:00+03:00", datetime(2025, 4, 18, 9, tzinfo=UTC)),
    (InstantField(), "2025-04-18T12:00:00 03:00", datetime(2025, 4, 18, 9, tzinfo=UTC)),
    (InstantField(), "2025-04-18T09:00Z", datetime(2025, 4, 18, 9, tzinfo=UTC)),
    (ReferenceField(), "P-12", "P-12"),
    (PartyField(), "UKR", "UKR"),
    (PartyField(), "7", 7),
    (ListField(of=NumberField()), "1,2,3", [1, 2, 3]),
]


@pytest.mark.parametrize(("field", "text", "value"), TAKEN)
def test_a_value_is_read(field: ValueField, text: str, value: Any) -> None:
    assert field.clean(text) == value


REFUSED: list[tuple[ValueField, str, str]] = [
    (CodeField(codes=ProposalStatus), "in forse", "Did you mean “in force”?"),
    (CodeField(codes=ProposalStatus), "IN FORCE", "“IN FORCE” is none of reported, tabled"),
    (FlagField(), "1", "“1” is neither true nor false."),
    (NumberField(), str(2**63), f"no whole number from 0 to {2**63 - 1}"),
    (NumberField(), "1e3", "no whole number"),
    (NumberField(), "٣", "no whole number"),
    (NumberField(least=1), "0", "no whole number from 1"),
    (DayField(), "1899-12-31", "no day from 1900 to 2200; write it as 2025-04-18"),
    (DayField(), "2201-01-01", "no day from 1900 to 2200"),
    (DayField(), "2025-02-30", "no day from 1900 to 2200"),
    (DayField(), "20250418", "no day from 1900 to 2200"),
    (InstantField(), "2025-04-18T12:00:00", "no moment from 1900 to 2200 with its offset"),
    (InstantField(), "2025-04-18", "no moment from 1900 to 2200 with its offset"),
    (InstantField(), "0001-01-01T00:00:00+14:00", "no moment from 1900 to 2200"),
    (InstantField(), "9999-12-31T23:59:59-14:00", "no moment from 1900 to 2200"),
    (InstantField(), "2025-04-18T25:00:00Z", "no moment from 1900 to 2200"),
    (ReferenceField(), "P-0", "“P-0” is no reference; write one such as P-1."),
    (PartyField(), "Ukraine", "“Ukraine” names no party; write its id, or the code of a state such as UKR."),
    (ValueField(), "a\x00b", "Control characters cannot be searched for; take them out."),
    (ValueField(), "a\ud800b", "Control characters cannot be searched for; take them out."),
    (ValueField(), "x" * 201, "Write at most 200 characters."),
    (ListField(of=NumberField()), "1,,2", "A value is missing between the commas."),
    (ListField(of=NumberField()), "1,abc", "“abc” is no whole number"),
    (ListField(of=NumberField()), ",".join(["1"] * 101), "Give at most 100 values."),
    (ListField(of=DayField(), count=2), "2025-04-18", "Give 2 values with a comma between them."),
]


@pytest.mark.parametrize(("field", "text", "words"), REFUSED)
def test_anything_else_is_refused_with_what_would_be_right(field: ValueField, text: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    assert words in refused.value.messages[0]


def test_a_refusal_never_repeats_the_input_at_length() -> None:
    with pytest.raises(ValidationError) as refused:
        CodeField(codes=Credibility).clean("x" * 1_000_000)
    assert len(refused.value.messages[0]) < 200


def test_a_moment_is_handed_on_in_utc_whatever_its_offset() -> None:
    """PostgreSQL takes no offset of 16 hours or more."""
    assert InstantField().clean("1939-12-25T06:21:25-23:15").tzinfo is UTC
