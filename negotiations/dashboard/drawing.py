"""What templates in Jinja2 may use: signs, days and addresses drawn by the very functions of Django's tags.

Why there are two languages of templates, and where the border lies: docs/decisions/0011.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from negotiations.dashboard.shell import initials
from negotiations.templatetags import moments, signs


def environment(**options: Any) -> Environment:
    """The environment of Django's Jinja2 backend: a name that is not given is an error, every text is escaped."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - it is on, a line above
    words = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
    made.install_gettext_callables(**words, newstyle=True)  # type: ignore[attr-defined]  # the extension brings it
    made.globals |= {
        "address": address,
        "capfirst": capfirst,
        "day": moments.day_in_words,
        "icon": signs.icon,
        "initials": initials,
        "instant": moments.instant_in_words,
        "moment": moments.moment_in_words,
        "momentum": signs.momentum,
        "nearness": moments.nearness,
        "shortened": shortened,
        "status": signs.status,
        "time_left": moments.time_left,
        "trend": signs.trend,
        "units": signs.units,
    }
    return made


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, in at most so many characters."""
    return Truncator(text).chars(most)


def address(name: str, *parts: str) -> str:
    """The path of a named page of the dashboard, as `{% url %}` finds it. What was found once is kept."""
    return _address(get_urlconf(), get_script_prefix(), name, parts)


@lru_cache(maxsize=4096)
def _address(urls: str | None, _prefix: str, name: str, parts: tuple[str, ...]) -> str:
    return reverse(name, urls, args=parts)
