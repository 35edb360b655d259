"""Where parties' own accounts of a deal differ: shown, never averaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from negotiations.enums.deadlines import DeadlineKind
from negotiations.enums.positions import AccountAttribute
from negotiations.rules.folding import folded

# What says when a deal begins and until when: accounts of these touch its deadlines.
TOUCHING = {
    DeadlineKind.EXPIRY: (AccountAttribute.STARTS, AccountAttribute.ENDS, AccountAttribute.IN_FORCE),
    DeadlineKind.ENTRY_INTO_FORCE: (AccountAttribute.STARTS, AccountAttribute.IN_FORCE, AccountAttribute.PRECONDITION),
}
# One side naming a precondition, or a violation, is itself a difference: the others' silence is on record.
TOLD_BY_ONE = (AccountAttribute.PRECONDITION, AccountAttribute.VIOLATED)


@dataclass(frozen=True, slots=True)
class Told:
    """One live account: who says what, since when, resting on which claim."""

    party_id: int
    attribute: AccountAttribute
    value: str
    value_on: date | None
    stated_at: datetime | None
    claim_id: int

    @property
    def said(self) -> str:
        """What is compared: the day where there is one, else the words without case, marks and spare space."""
        return said_of(self.value, self.value_on)


def said_of(value: str, value_on: date | None) -> str:
    """An account as it is compared with others: "2025-04-17", "sanctions relief"."""
    return value_on.isoformat() if value_on else " ".join(folded(value).split())


@dataclass(frozen=True, slots=True)
class Divergence:
    """One attribute on which the accounts differ, with every account of it; `one_sided` when only one party speaks."""

    attribute: AccountAttribute
    accounts: tuple[Told, ...]
    one_sided: bool


def divergences(accounts: Iterable[Told]) -> list[Divergence]:
    """The attributes on which live accounts differ, in the order of the code list.

    A party has one live account of an attribute (of old days, two where it was merged with another since). Two parties
    that say different things diverge; a precondition or a violation that only one names is a one-sided divergence.
    """
    found = []
    told = list(accounts)
    for attribute in AccountAttribute:
        of_it = [account for account in told if account.attribute == attribute]
        said_by: dict[int, set[str]] = {}
        for account in of_it:
            said_by.setdefault(account.party_id, set()).add(account.said)
        if len(said_by) == 1 and attribute in TOLD_BY_ONE:
            found.append(Divergence(attribute, _ordered(of_it), one_sided=True))
        elif len({frozenset(values) for values in said_by.values()}) > 1:
            found.append(Divergence(attribute, _ordered(of_it), one_sided=False))
    return found


def _ordered(accounts: list[Told]) -> tuple[Told, ...]:
    return tuple(sorted(accounts, key=lambda account: (account.said, account.party_id, account.claim_id)))
