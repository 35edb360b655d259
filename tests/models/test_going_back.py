"""Migrations go back on a filled database, or refuse before they have changed anything."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError

from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.proposals import change_status, open_proposal
from negotiations.enums import ProposalKind, ProposalStatus
from negotiations.models import ProposedChange
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_the_version_before_could_not_hold_is_not_taken_back() -> None:
    guard = import_module("negotiations.migrations.0014_new_offers_and_deadlines_wait").require_none_of_the_new
    proposal, editor = make.proposal(), make.user()
    home = proposal.negotiation
    who: dict[str, Any] = {"actor": editor, "now": make.NOW}
    claim = make.claim(home)
    revise_negotiation(negotiation=home, two_person_review=True, reason="Two.", actor=None, now=make.NOW)
    change_status(proposal=proposal, status=ProposalStatus.ON_HOLD, reason="It waits.", claim=claim, **who)
    guard(apps, Editor())
    offer = {"title": "Another", "kind": ProposalKind.CEASEFIRE, "status": ProposalStatus.TABLED}
    open_proposal(negotiation=home, status_reason="New.", claim=claim, **offer, **who)
    with pytest.raises(IrreversibleError, match=r"1 proposed changes are of kinds .*No row was touched"):
        guard(apps, Editor())
    assert ProposedChange.objects.unscoped(reason="test").waiting().count() == 2


class Editor:
    """What the migration asks of a schema editor."""

    connection = connection
