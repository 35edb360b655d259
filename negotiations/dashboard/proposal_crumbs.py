"""The way to the pages below the list of proposals."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb


def below_proposals(name: str) -> list[Crumb]:
    """The way to a page called `name`, right below the list."""
    return [Crumb(_("Proposals"), reverse("dashboard:proposal-list")), Crumb(name)]


def below_proposal(reference: str, name: str) -> list[Crumb]:
    """The way to a page called `name`, below the page of one proposal."""
    return [
        Crumb(_("Proposals"), reverse("dashboard:proposal-list")),
        Crumb(reference, reverse("dashboard:proposal-detail", args=[reference])),
        Crumb(name),
    ]
