"""The words that were searched for, marked where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from negotiations.rules.folding import marked

register = template.Library()


@register.filter
def marking(text: str, words: Sequence[str]) -> SafeString:
    """The text with every word that begins with one of the folded words in <mark>."""
    pieces = ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in marked(text, words))
    return format_html_join("", "{}", pieces)
