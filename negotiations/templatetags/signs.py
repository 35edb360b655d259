"""Signs for templates: a glyph, and always the word beside it."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django import template
from django.db.models import Choices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from negotiations.dashboard.shell import initials as initials_of
from negotiations.dashboard.signs import ENTRY, MOMENTUM, NOT_ON_RECORD, OUTCOME, STANCE, STATUS, TREND, Sign
from negotiations.enums import DeadlineKind, DeadlineStatus, Momentum, ProposalStatus, Stance, Trend
from negotiations.queries.claims import ClaimRef
from negotiations.queries.newly_moved import Moved
from negotiations.queries.proposal_page import Cell

register = template.Library()
_GAP = '<i class="gap"></i>'


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    """A symbol of the sprite, silent for screen readers: what it means stands in words beside it."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#{}"/></svg>', classes, name)


@register.simple_tag
def status(value: str, *, big: bool = False) -> SafeString:
    """How a proposal stands (lifecycle)."""
    return _drawn("st", " st-big" if big else "", STATUS[value], ProposalStatus(value), "", get_language())


@register.simple_tag
def status_icon(value: str) -> SafeString:
    """The glyph of a status alone, for lists that write its word elsewhere."""
    return icon(STATUS[value].glyph, f"g c-{STATUS[value].hue}")


@register.simple_tag
def status_hue(value: str) -> str:
    return STATUS[value].hue


@register.simple_tag
def momentum(value: str, note: str = "") -> SafeString:
    """What the rules make of how a proposal moves."""
    return _drawn("mv", "", MOMENTUM[value], Momentum(value), note, get_language())


@register.simple_tag
def trend(value: str, note: str = "") -> SafeString:
    """Where somebody on record says a proposal went."""
    return _drawn("mv", "", TREND[value], Trend(value), note, get_language())


class Signs(NamedTuple):
    """Each value of three code lists as it is drawn, word and all, and the word for each kind of deadline."""

    status: dict[str, SafeString]
    momentum: dict[str, SafeString]
    trend: dict[str, SafeString]
    deadline: dict[str, str]


def signs_in_words() -> Signs:
    """In the language that is spoken; for a page that draws many it is asked for once."""
    return _signs(get_language())


@cache
def _signs(_language: str | None) -> Signs:
    return Signs(
        {value: status(value) for value in ProposalStatus},
        {value: momentum(value) for value in Momentum},
        {value: trend(value) for value in Trend},
        {value: str(value.label) for value in DeadlineKind},
    )


@lru_cache(maxsize=1024)
def _drawn(kind: str, classes: str, sign: Sign, value: Choices, note: str, _language: str | None) -> SafeString:
    """A sign and the word of its value; the same each time in one language, so it is kept."""
    words = format_html(' <span class="mv-when">{}</span>', note) if note else ""
    drawn = icon(sign.glyph, "g")
    word = capfirst(str(value.label))
    return format_html('<span class="{0} {0}-{1}{2}">{3}{4}{5}</span>', kind, sign.hue, classes, drawn, word, words)


@register.inclusion_tag("dashboard/parts/_position.html")
def stance(value: str) -> dict[str, object]:
    """Where a party stands; empty when nobody is on record."""
    word = _("Not on record") if value == NOT_ON_RECORD else capfirst(Stance(value).label)
    return {"sign": STANCE[value], "word": word}


@register.filter
def stance_hue(value: str) -> str:
    """The kind of a position, which its cell is tinted by."""
    return STANCE[value].hue


@lru_cache(maxsize=4096)
def units(conditions: tuple[tuple[str, ...], ...]) -> SafeString:
    """The glyphs of the stances on each condition, a gap between two; their count stands beside in words."""
    drawn = ("".join(icon(STANCE[each].glyph, f"g u-{STANCE[each].hue}") for each in unit) for unit in conditions)
    return SafeString(_GAP.join(drawn))


@register.simple_tag
def mark_icon(entry: Moved, now: datetime) -> SafeString:
    """The glyph of an entry in a lane: a change as what it led to, a deadline orange, and red when it is over."""
    if entry.kind == "change":
        return icon(STATUS[entry.value].glyph, f"k c-{STATUS[entry.value].hue}")
    if entry.kind == "trend" and entry.value:
        return icon(TREND[entry.value].glyph, "k c-orange" if entry.value == Trend.DETERIORATED else "k")
    if entry.kind == "deadline":
        return icon(ENTRY["deadline"], "k c-red" if entry.counted_at <= now else "k c-orange")
    return entry_icon(entry.kind)


@register.simple_tag
def entry_icon(kind: str) -> SafeString:
    """The glyph of a kind of entry: deadline, meeting, statement, event, change."""
    return icon(ENTRY[kind], "k")


@register.inclusion_tag("dashboard/parts/_outcome.html")
def outcome(value: str) -> dict[str, object]:
    """What became of a deadline."""
    return {"sign": OUTCOME[value], "word": capfirst(DeadlineStatus(value).label)}


@register.filter
def initials(name: str) -> str:
    return initials_of(name)


@register.inclusion_tag("dashboard/parts/_source_link.html")
def source_of(claim: ClaimRef | None) -> dict[str, object]:
    """The chip of the article a claim rests on; it leads to the claim on the article's page."""
    return {"article": claim.article if claim else None, "claim": claim}


@register.filter
def not_on_record(cells: list[Cell]) -> int:
    """How many parties have taken no position that is on record."""
    return sum(1 for cell in cells if cell.position is None and not cell.dissent)


@register.filter
def of(named: dict[int, str], key: int) -> str:
    """What a page has read beside a row, by the row's id."""
    return named.get(key, "")
