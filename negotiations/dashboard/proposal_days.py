"""Two days of one proposal, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.enums import AccountAttribute, DeadlineStatus, Progress, ProposalStatus, Stance
from negotiations.queries.proposal_page import ProposalPage


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the record says, on the first day and on the second; "" where it said nothing."""

    group: str
    name: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


def lines_between(old: ProposalPage | None, new: ProposalPage | None) -> list[Line]:
    """What the record said on either day, in the order of the page."""
    then, now = dict(_said(old)), dict(_said(new))
    return [Line(*key, then.get(key, ""), now.get(key, "")) for key in (now | then)]


def _said(page: ProposalPage | None) -> Iterator[tuple[tuple[str, str], str]]:
    if page is None:
        return
    proposal = page.proposal
    whole = _("The proposal")
    yield (whole, _("Status")), capfirst(str(ProposalStatus(proposal.status).label))
    if proposal.status_changes:
        yield (whole, _("Why")), proposal.status_changes[-1].reason
    for deadline in page.deadlines:
        due = date_format(deadline.due_on, _("D j M Y")) if deadline.due_on else _("No date")
        status = DeadlineStatus(deadline.status).label
        yield (_("Deadlines"), deadline.title), f"{due} ({status}): “{deadline.expression}”"
    for cell in page.own_cells:
        if cell.position:
            yield (_("Positions"), cell.party.name), capfirst(str(Stance(cell.position.stance).label))
    for block in page.conditions:
        condition = block.condition
        group = f"{condition.reference} {condition.text}"
        yield (group, _("Progress")), capfirst(str(Progress(condition.progress).label))
        for cell in block.cells:
            if cell.position:
                yield (group, cell.party.name), capfirst(str(Stance(cell.position.stance).label))
    for said in page.accounts:
        for account in said.accounts:
            name = account.party.name if account.party else ""
            attribute = capfirst(str(AccountAttribute(said.attribute).label))
            yield (_("Accounts"), f"{attribute}, {name}"), account.value
