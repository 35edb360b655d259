"""Where the parties' accounts differ on what a deadline hangs on: for the mails about it."""

from __future__ import annotations

from collections.abc import Collection

from negotiations.enums import AccountAttribute, DeadlineKind
from negotiations.models import Account, Deadline
from negotiations.rules.divergence import TOUCHING, Told, divergences

WHY = "what a mail says of the negotiation of its own alert"


def divergent_of(deadlines: Collection[Deadline]) -> dict[int, list[tuple[AccountAttribute, list[Account]]]]:
    """By deadline: each attribute that touches it and on which live accounts of its proposal differ, with them."""
    home = {each.pk: each.proposal_id for each in deadlines if each.proposal_id and DeadlineKind(each.kind) in TOUCHING}
    if not home:
        return {}
    rows = Account.objects.unscoped(reason=WHY).live().filter(proposal__in=set(home.values()))
    by_proposal: dict[int, list[Account]] = {}
    for row in rows.select_related("party").order_by("party__display_order", "party_id", "pk"):
        by_proposal.setdefault(row.proposal_id, []).append(row)
    found = {}
    for deadline in deadlines:
        accounts = by_proposal.get(home.get(deadline.pk) or 0, [])
        if differing := _differing(accounts, TOUCHING.get(DeadlineKind(deadline.kind), ())):
            found[deadline.pk] = differing
    return found


def _differing(
    accounts: list[Account], touching: Collection[AccountAttribute]
) -> list[tuple[AccountAttribute, list[Account]]]:
    found = divergences(
        Told(row.party_id, AccountAttribute(row.attribute), row.value, row.value_on, row.stated_at, row.claim_id)
        for row in accounts
    )
    return [
        (each.attribute, [row for row in accounts if row.attribute == each.attribute])
        for each in found
        if each.attribute in touching
    ]
