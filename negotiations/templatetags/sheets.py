"""Where a page finds its style sheet."""

from __future__ import annotations

from django import template
from django.urls import reverse

from negotiations.dashboard.sheet import sheet

register = template.Library()


@register.simple_tag
def style() -> str:
    """The address of the sheet as it is now; another content has another address."""
    return reverse("dashboard:style", args=[sheet().digest])
