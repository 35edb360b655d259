"""When an alert is due, stage by stage and reader by reader."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from negotiations.enums import Moment
from negotiations.rules.alert_times import (
    PASSING,
    Due,
    Leads,
    ReaderHours,
    Stage,
    after_quiet,
    earliest,
    moment_for,
    next_reminder,
    next_sending,
    over_for_all,
    stages_before,
    wanted,
    widest,
)

# The end of Friday 18 April 2025 in Kyiv.
FRIDAY = Due(date(2025, 4, 18), datetime(2025, 4, 18, 21, tzinfo=UTC))
ZONES = sorted(available_timezones())


def days(amount: int, moment: Moment = Moment.BEFORE) -> Stage:
    return Stage(moment, amount)


def hours(amount: int) -> Stage:
    return Stage(Moment.BEFORE, amount, hours=True)


def at(zone: str, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("stage", "zone", "expected"),
    [
        (days(3), "Europe/Kyiv", (2025, 4, 15, 9)),
        (days(3), "Asia/Tokyo", (2025, 4, 15, 9)),
        (days(3), "America/New_York", (2025, 4, 15, 9)),
        (days(0), "Europe/Kyiv", (2025, 4, 18, 9)),
        (days(0), "Pacific/Honolulu", (2025, 4, 18, 9)),
        (PASSING, "Europe/Kyiv", (2025, 4, 19, 0)),
        (hours(6), "Europe/Kyiv", (2025, 4, 18, 18)),
        (days(1, Moment.AFTER), "Europe/Kyiv", (2025, 4, 19, 9)),
        (days(2, Moment.AFTER), "Europe/Kyiv", (2025, 4, 20, 9)),
        (days(1, Moment.AFTER), "Asia/Tokyo", (2025, 4, 19, 9)),
        # There it is already 11:00 on Saturday when Friday ends in Kyiv, so the first morning after is Sunday's.
        (days(1, Moment.AFTER), "Pacific/Kiritimati", (2025, 4, 20, 9)),
        (days(2, Moment.AFTER), "Pacific/Kiritimati", (2025, 4, 21, 9)),
    ],
)
def test_a_stage_goes_out_at_the_readers_own_hour(stage: Stage, zone: str, expected: tuple[int, ...]) -> None:
    assert moment_for(stage, FRIDAY, ReaderHours(zone)) == at(zone, *expected)


def test_an_hour_of_sending_after_the_deadline_moves_to_the_day_before() -> None:
    early = Due(date(2025, 4, 18), at("Europe/Kyiv", 2025, 4, 18, 2))
    assert moment_for(days(0), early, ReaderHours("Europe/Kyiv")) == at("Europe/Kyiv", 2025, 4, 17, 9)


@pytest.mark.parametrize(
    ("zone", "hour", "on", "expected"),
    [
        ("Europe/Kyiv", time(3, 30), date(2025, 3, 30), (2025, 3, 30, 1, 30)),  # 03:00 to 04:00 is skipped
        ("Europe/Kyiv", time(3, 30), date(2025, 10, 26), (2025, 10, 26, 0, 30)),  # 03:30 comes twice: the first
        ("America/New_York", time(2, 30), date(2025, 3, 9), (2025, 3, 9, 7, 30)),
        ("America/New_York", time(1, 30), date(2025, 11, 2), (2025, 11, 2, 5, 30)),
    ],
)
def test_a_changed_clock_at_the_hour_of_sending(zone: str, hour: time, on: date, expected: tuple[int, ...]) -> None:
    due = Due(on + timedelta(days=3), at(zone, on.year, on.month, on.day) + timedelta(days=4))
    assert moment_for(days(3), due, ReaderHours(zone, hour)) == at("UTC", *expected)


NIGHT = ReaderHours("Europe/Kyiv", quiet_from=time(22), quiet_until=time(7))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2025, 4, 18, 21, 59), (2025, 4, 18, 21, 59)),
        ((2025, 4, 18, 22), (2025, 4, 19, 7)),
        ((2025, 4, 19, 3), (2025, 4, 19, 7)),
        ((2025, 4, 19, 7), (2025, 4, 19, 7)),
    ],
)
def test_quiet_hours_hold_back_until_they_end(moment: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert after_quiet(at("Europe/Kyiv", *moment), NIGHT) == at("Europe/Kyiv", *expected)


def test_a_warning_is_not_held_back_past_its_deadline() -> None:
    assert moment_for(hours(1), FRIDAY, NIGHT) == at("Europe/Kyiv", 2025, 4, 18, 23)
    assert moment_for(PASSING, FRIDAY, NIGHT) == at("Europe/Kyiv", 2025, 4, 19, 7)


def test_a_term_of_three_days_counts_days_and_a_shorter_one_hours() -> None:
    leads = Leads(days_before=(7, 1), hours_before=(6,))
    assert stages_before(leads, FRIDAY, FRIDAY.at - timedelta(days=3)) == (days(7), days(1), days(0))
    assert stages_before(leads, FRIDAY, FRIDAY.at - timedelta(days=3, seconds=-1)) == (hours(6),)


@pytest.mark.parametrize("name", ["P7D before", "P0D before", "PT6H before", "at", "P12D after"])
def test_a_stage_is_written_as_it_is_read(name: str) -> None:
    assert Stage.named(name).name == name


@pytest.mark.parametrize("name", ["", "P7H before", "PT7D before", "P7D", "7 days before", "P9999D before"])
def test_what_is_no_stage_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no stage"):
        Stage.named(name)


def test_later_stages_have_a_higher_order() -> None:
    names = ["P7D before", "P1D before", "PT6H before", "P0D before", "at", "P1D after", "P2D after"]
    orders = [Stage.named(name).order for name in names]
    assert orders == sorted(set(orders))


def test_everybodys_leads_together() -> None:
    both = widest([Leads((7,), (6,), False, False, False), Leads((14,), (1,), True, True, True)])
    assert both == Leads((14, 7), (6, 1), True, True, True)
    assert [wanted(days(7), lead) for lead in (both, Leads((14,)))] == [True, False]


def test_after_an_outage_the_next_reminder_is_still_to_come() -> None:
    assert next_reminder(FRIDAY, 0, FRIDAY.at - timedelta(days=3)) == days(1, Moment.AFTER)
    assert next_reminder(FRIDAY, 0, FRIDAY.at) == days(1, Moment.AFTER)
    assert next_reminder(FRIDAY, 1, FRIDAY.at) == days(2, Moment.AFTER)
    assert next_reminder(FRIDAY, 3, at("Europe/Kyiv", 2025, 4, 29, 8)).amount == 9
    assert next_reminder(FRIDAY, 20, at("Europe/Kyiv", 2025, 4, 29, 8)).amount == 21


def test_a_digest_goes_out_at_the_next_hour_of_sending() -> None:
    reader = ReaderHours("Europe/Kyiv")
    assert next_sending(at("Europe/Kyiv", 2025, 4, 18, 8), reader) == at("Europe/Kyiv", 2025, 4, 18, 9)
    assert next_sending(at("Europe/Kyiv", 2025, 4, 18, 9), reader) == at("Europe/Kyiv", 2025, 4, 18, 9)
    assert next_sending(at("Europe/Kyiv", 2025, 4, 18, 9, 1), reader) == at("Europe/Kyiv", 2025, 4, 19, 9)


stages = some.one_of(
    some.integers(0, 30).map(days),
    some.integers(1, 71).map(hours),
    some.just(PASSING),
    some.integers(1, 30).map(lambda amount: days(amount, Moment.AFTER)),
)
clocks = some.times().map(lambda clock: clock.replace(microsecond=0, tzinfo=None))


@settings(max_examples=300, deadline=None)
@given(
    stages,
    some.sampled_from(ZONES),
    some.sampled_from(ZONES),
    clocks,
    some.dates(date(2000, 1, 1), date(2100, 1, 1)),
    some.one_of(some.none(), clocks),
    some.one_of(some.none(), some.tuples(clocks, clocks)),
)
def test_every_readers_moment_lies_between_the_earliest_and_the_last(  # noqa: PLR0917  Hypothesis draws them
    stage: Stage,
    their_zone: str,
    zone: str,
    hour: time,
    on: date,
    instant: time | None,
    quiet: tuple[time, time] | None,
) -> None:
    end = datetime.combine(on + timedelta(days=1), time(), ZoneInfo(their_zone))
    at_hour = datetime.combine(on, instant, ZoneInfo(their_zone)) if instant else end
    due = Due(on, at_hour.astimezone(UTC))
    reader = ReaderHours(zone, hour, *(quiet or (None, None)))
    moment = moment_for(stage, due, reader)
    assert earliest(stage, due) <= moment
    assert not over_for_all(stage, due, moment - timedelta(seconds=1))
    assert (moment < due.at) == (stage.moment is Moment.BEFORE)
