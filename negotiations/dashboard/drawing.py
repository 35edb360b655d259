"""What templates in Jinja2 may use: signs, days and addresses drawn by the very functions of Django's tags.

Why there are two languages of templates, and where the border lies: docs/decisions/0011.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from negotiations.dashboard.shell import initials
from negotiations.queries.proposal_lines import ProposalLine
from negotiations.templatetags import moments, signs, words


def environment(**options: Any) -> Environment:
    """The environment of Django's Jinja2 backend: a name that is not given is an error, every text is escaped."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - it is on, a line above
    said = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
    made.install_gettext_callables(**said, newstyle=True)  # type: ignore[attr-defined]  # the extension brings it
    made.globals |= {
        "address": address,
        "capfirst": capfirst,
        "day": moments.day_in_words,
        "icon": signs.icon,
        "initials": initials,
        "instant": moments.instant_in_words,
        "moment": moments.moment_in_words,
        "localdate": timezone.localdate,
        "localtime": timezone.localtime,
        "move_word": words.move_word,
        "nearness": moments.nearness,
        "on_record": on_record,
        "place": moments.place,
        "shortened": shortened,
        "signs_in_words": signs.signs_in_words,
        "time_left": moments.time_left,
        "units": signs.units,
    }
    return made


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, in at most so many characters as a reader counts them."""
    if not text.isascii():
        return Truncator(text).chars(most)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def on_record(line: ProposalLine) -> str:
    """How many positions of how many there could be are known, and on how many conditions."""
    return _on_record(line.on_record, line.cells, len(line.units), get_language())


@lru_cache(maxsize=1024)
def _on_record(known: int, cells: int, conditions: int, _language: str | None) -> str:
    text = ngettext(
        "%(on_record)s of %(cells)s · %(n)s condition", "%(on_record)s of %(cells)s · %(n)s conditions", conditions
    )
    return text % {"on_record": known, "cells": cells, "n": conditions}


def address(name: str, *parts: str | int) -> str:
    """The path of a named page of the dashboard, as `{% url %}` finds it. What was found once is kept."""
    return _address(get_urlconf(), get_script_prefix(), name, parts)


@lru_cache(maxsize=4096)
def _address(urls: str | None, _prefix: str, name: str, parts: tuple[str | int, ...]) -> str:
    return reverse(name, urls, args=parts)
