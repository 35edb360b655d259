"""What holds for any text, any day and any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from negotiations.rules.deadlines import Policy, Refusal, Resolution, extract, resolve, the_one
from negotiations.rules.deadlines.feasts import easter_day
from negotiations.rules.deadlines.grammar import when
from negotiations.rules.deadlines.starting_words import EVENT_WORDS, LEADING_WORDS, TIME_WORDS
from negotiations.rules.deadlines.text import MOST_STEPS, Text

ZONES = ["UTC", "Europe/Kyiv", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31))  # noqa: DTZ001  (given a zone below)
figures = st.sampled_from(
    [
        "1",
        "5",
        "12",
        "31",
        "60",
        "1st",
        "22nd",
        "18:00",
        "24:00",
        "04/05/2026",
        "2026-04-18",
        "2026",
        "0400",
        "1.5",
        "½",
        "99999",
    ]
)
marks = st.sampled_from([*list(",.-/()+:'"), "GMT", "EST", "Kyiv time", "signature", "deposit"])
words = st.sampled_from(sorted(TIME_WORDS | LEADING_WORDS | EVENT_WORDS))
sentences = st.lists(st.one_of(words, figures, marks, words), max_size=14).map(" ".join)
texts = st.one_of(st.text(max_size=60), sentences)
policies = st.builds(
    Policy,
    date_order=st.sampled_from([None, "DMY", "MDY"]),
    rule=st.sampled_from([None, "EU-1182/71"]),
    feasts=st.sampled_from([None, "western", "orthodox"]),
)
ANCHORS: dict[str, date | datetime] = {
    "signature": date(2025, 3, 18),
    "ceasefire start": datetime(2024, 11, 27, 4),  # noqa: DTZ001  (local, as a source gives it)
}


@settings(max_examples=120, deadline=None)
@given(texts, moments, zones, policies, st.booleans())
def test_no_text_ever_raises(text: str, moment: datetime, zone: str, policy: Policy, anchored: bool) -> None:
    said_at = moment.replace(tzinfo=ZoneInfo(zone))
    anchors = ANCHORS if anchored else {}
    for read in (resolve, the_one):
        outcome = read(text, reference=said_at, zone=zone, anchors=anchors, policy=policy)
        assert isinstance(outcome, Resolution | Refusal)
    for found in extract(text, reference=said_at, zone=zone, anchors=anchors, policy=policy):
        assert text[found.start : found.end] == found.expression


@settings(max_examples=120, deadline=None)
@given(sentences, moments, zones)
def test_a_resolution_restated_reads_back_to_the_same_moment(text: str, moment: datetime, zone: str) -> None:
    said_at = moment.replace(tzinfo=ZoneInfo(zone))
    outcome = resolve(text, reference=said_at, zone=zone, anchors=ANCHORS)
    if isinstance(outcome, Resolution):
        again = resolve(outcome.restated, reference=said_at, zone=zone)
        assert isinstance(again, Resolution), outcome.restated
        assert (again.day, again.utc) == (outcome.day, outcome.utc)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), zones)
def test_a_day_in_full_is_that_day_in_every_form(day: date, zone: str) -> None:
    said_at = datetime(2025, 4, 14, 10, tzinfo=ZoneInfo(zone))
    forms = [f"{day:%d %B %Y}", f"{day:%B %d, %Y}", day.isoformat(), f"{day:%A, %d %B %Y}", f"by {day:%d-%b-%Y}"]
    read = [resolve(form, reference=said_at, zone=zone) for form in forms]
    assert [one.day for one in read if isinstance(one, Resolution)] == [day] * len(forms)


@settings(max_examples=60, deadline=None)
@given(
    moments.filter(lambda moment: moment.year < 2150),
    zones,
    st.integers(1, 400),
    st.sampled_from(["days", "weeks", "months"]),
)
def test_within_more_is_never_sooner(moment: datetime, zone: str, count: int, unit: str) -> None:
    said_at = moment.replace(tzinfo=ZoneInfo(zone))
    shorter = resolve(f"within {count} {unit}", reference=said_at, zone=zone)
    longer = resolve(f"within {count + 1} {unit}", reference=said_at, zone=zone)
    assert isinstance(shorter, Resolution)
    assert isinstance(longer, Resolution)
    assert shorter.day < longer.day


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1905, 1, 1), date(2190, 1, 1)), st.integers(1, 3000))
def test_starting_on_ends_one_day_before_counting_from(day: date, count: int) -> None:
    said_at = datetime(2025, 4, 14, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
    ends = [
        resolve(f"{count} days {way} {day:%d %B %Y}", reference=said_at, zone="Europe/Kyiv")
        for way in ("from", "starting on")
    ]
    days = [end.day for end in ends if isinstance(end, Resolution)]
    assert days == [day + timedelta(days=count), day + timedelta(days=count - 1)]


@settings(max_examples=60, deadline=None)
@given(moments, zones, st.integers(1, 200))
def test_hours_are_elapsed_across_every_change_of_the_clocks(moment: datetime, zone: str, hours: int) -> None:
    said_at = moment.replace(tzinfo=ZoneInfo(zone))
    outcome = resolve(f"within {hours} hours", reference=said_at, zone=zone)
    assert isinstance(outcome, Resolution)
    assert outcome.utc - said_at.astimezone(UTC) == timedelta(hours=hours)


@settings(max_examples=40, deadline=None)
@given(st.integers(1900, 2199))
def test_a_bare_easter_is_answered_exactly_when_the_rites_agree(year: int) -> None:
    said_at = datetime(2025, 4, 14, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
    outcome = resolve(f"Easter {year}", reference=said_at, zone="Europe/Kyiv")
    agree = easter_day(year, "western") == easter_day(year, "orthodox")
    assert isinstance(outcome, Resolution) == agree


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(words, figures, marks), min_size=1, max_size=6).map(" ".join), st.integers(20, 200))
def test_work_is_bounded_however_often_a_text_repeats(phrase: str, times: int) -> None:
    text = Text(f"{phrase} " * times, running=True)
    for index in range(len(text)):
        text.read(when, index)
    assert text.steps <= MOST_STEPS + 50 * len(text)
