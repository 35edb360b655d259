"""Days, instants and time left, written as exactly as they are known and in the zone of the page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.cities import capital_city, city
from negotiations.enums import Precision
from negotiations.queries.articles import Article, ArticleRef
from negotiations.queries.claims import Claim
from negotiations.queries.deadlines import DeadlineDetail, Reading
from negotiations.queries.events import Event
from negotiations.rules import time_left as rule
from negotiations.rules.capitals import capital
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.moments import WorldMoment

register = template.Library()


class Dated(Protocol):
    """A row that was said at a moment in the world."""

    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: str


@register.filter
def time_left(until: datetime, now: datetime) -> str:
    """The time until a moment in words, rounded down: "24 d", "3 d 11 h", "5 h 12 min", "2 d over"."""
    return _in_words(rule.time_left(until, now), get_language())


@lru_cache(maxsize=4096)
def _in_words(left: rule.TimeLeft, _language: str | None) -> str:
    """Kept, as a page of fifty asks for the same words each time it is drawn within the minute."""
    if left.over:
        return _("%(time)s over") % {"time": _coarse(left)}
    if left.days >= 5 or (left.days and not left.hours):
        return _coarse(left)
    if left.days:
        return _("%(days)d d %(hours)d h") % {"days": left.days, "hours": left.hours}
    if left.hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": left.hours, "minutes": left.minutes}
    return _coarse(left)


@register.filter
def coarsely(until: datetime, now: datetime) -> str:
    """As `time_left` in its largest unit alone, for narrow places: "3 d"."""
    left = rule.time_left(until, now)
    return _("%(time)s over") % {"time": _coarse(left)} if left.over else _coarse(left)


def _coarse(left: rule.TimeLeft) -> str:
    if left.days:
        return _("%d d") % left.days
    return _("%d h") % left.hours if left.hours else _("%d min") % left.minutes


@register.filter
def has_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is past."""
    return moment <= now


@register.filter
def nearness(until: datetime, now: datetime) -> str:
    """One of over, soon, near, far."""
    return rule.time_left(until, now).nearness.value


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | datetime) -> str:
    return day_in_words(value, _today(context))


def day_in_words(value: date | datetime, today: date) -> str:
    """A day such as "Fri 18 Apr", with its year when that is not the present one. Instants fall on the page's day."""
    on = timezone.localdate(value) if isinstance(value, datetime) else value
    return _day(on, on.year == today.year, get_language())


@lru_cache(maxsize=1024)
def _day(on: date, this_year: bool, _language: str | None) -> str:
    """Pages name the same few days again and again, so their words are kept."""
    return date_format(on, _("D j M") if this_year else _("D j M Y"))


@register.simple_tag(takes_context=True)
def instant(context: template.Context, value: datetime) -> str:
    return instant_in_words(value, _today(context))


def instant_in_words(value: datetime, today: date) -> str:
    """A day and hour in the zone of the page, "today 08:10" for today's."""
    local = timezone.localtime(value)
    hour = date_format(local, "H:i")
    if local.date() == today:
        return _("today %(hour)s") % {"hour": hour}
    return f"{day_in_words(value, today)} {hour}"


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: WorldMoment) -> SafeString:
    return moment_in_words(value, _today(context))


def moment_in_words(value: WorldMoment, today: date) -> SafeString:
    """A moment in the world as exactly as its source gives it; a month or a year is marked as approximate."""
    if value.on is None or value.at is None:
        return format_html('<span class="nil">{}</span>', _("Not dated"))
    if value.precision == Precision.YEAR:
        return format_html("{} {}", about(), value.on.year)
    if value.precision == Precision.MONTH:
        return format_html("{} {}", about(), date_format(value.on, "F Y"))
    in_words = day_in_words(value.on, today) if value.precision == Precision.DAY else instant_in_words(value.at, today)
    return format_html("{}", in_words)


@register.simple_tag
def about() -> SafeString:
    """The mark of an approximate date."""
    return format_html('<abbr class="about" title="{}">≈</abbr>', _("Approximate: the source gives no exact day"))


@register.filter
def stated(row: Dated) -> WorldMoment:
    """When a row of the record was said in the world."""
    return WorldMoment(row.stated_on, row.stated_at, Precision(row.stated_precision), row.stated_zone)


@register.filter
def occurred(event: Event | Claim) -> WorldMoment:
    """When it happened."""
    return WorldMoment(event.occurred_on, event.occurred_at, Precision(event.occurred_precision), event.occurred_zone)


@register.filter
def published(article: ArticleRef | Article) -> WorldMoment:
    return WorldMoment(
        article.published_on, article.published_at, Precision(article.published_precision), article.published_zone
    )


@register.filter
def to_the_day(deadline: DeadlineDetail | Reading) -> bool:
    """Whether a deadline, or one reading of it, has a day and no hour."""
    return deadline.due_precision not in {Precision.HOUR, Precision.MINUTE}


@register.filter
def last_minute(deadline: DeadlineDetail) -> datetime | None:
    """When a deadline has passed, as clocks are read: a day ends at 24:00, and is read as 23:59 of that day."""
    if deadline.due_at is None or not to_the_day(deadline):
        return deadline.due_at
    return deadline.due_at - timedelta(minutes=1)


@register.filter
def is_open(deadline: DeadlineDetail) -> bool:
    """Whether a deadline has no outcome yet."""
    return deadline.status in OPEN_DEADLINES


@register.filter
def present_reading(deadline: DeadlineDetail) -> Reading | None:
    """The reading a deadline goes by now."""
    return next((reading for reading in reversed(deadline.readings) if reading.in_use), None)


@register.filter
def place(entry: str) -> str:
    """The city of a zone or of a capital: "Kyiv" for Europe/Kyiv, "Washington" for Washington: America/New_York."""
    named = capital(entry)
    return capital_city(named.city) if named.city else city(named.zone)


@register.simple_tag
def hour(at: datetime, on: date, zone: str) -> str:
    """The hour of a moment where it is meant; 24:00 when it is the end of its day `on`, not the start of the next."""
    there = at.astimezone(ZoneInfo(zone))
    return "24:00" if there.date() > on else date_format(there.replace(tzinfo=None), "H:i")


@register.filter
def in_zone(value: datetime, entry: str) -> datetime:
    """What the clocks of a zone or capital show: without a zone of its own, so that no later filter moves it."""
    return value.astimezone(ZoneInfo(capital(entry).zone)).replace(tzinfo=None)


def _today(context: template.Context) -> date:
    return timezone.localdate(context["shell"].now)
