"""A history of a negotiation made by chance: real actions, one after the other, each on a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from config.request_id import request_id
from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.actions.claims import mark_claim, record_claim
from negotiations.actions.conditions import attach_condition, drop_condition, record_progress, revise_condition
from negotiations.actions.deadlines import (
    add_reading,
    correct_deadline,
    extend_deadline,
    set_deadline,
    settle_deadline,
)
from negotiations.actions.events import correct_event, record_event, revise_event
from negotiations.actions.merging import merge_parties
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status, open_proposal, revise_proposal
from negotiations.actions.undoing import undo
from negotiations.enums import (
    AccountAttribute,
    ClaimStanding,
    ConditionRole,
    DeadlineKind,
    DeadlineStatus,
    EventCategory,
    Evidence,
    Progress,
    ProposalKind,
    ProposalStatus,
    Stage,
    Stance,
)
from negotiations.errors import ActionRefusedError
from negotiations.models import Account, Article, Claim, Condition, Deadline, Event, Negotiation, Party, Proposal, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make

DAY = timedelta(days=1)


@dataclass
class Saved:
    """What was done last, and what could be acted upon before."""

    saving: str
    at: datetime
    known: dict[str, list[Any]]


@dataclass
class History:
    """What has been recorded so far; `now` is when the last action was."""

    chance: Random
    editor: User = field(default_factory=lambda: make.user(is_superuser=True))
    home: Negotiation = field(default_factory=make.negotiation)
    article: Article = field(default_factory=make.article)
    parties: list[Party] = field(
        default_factory=lambda: [make.party(iso_alpha3=code) for code in ("RUS", "UKR", "USA")]
    )
    now: datetime = make.NOW
    done: int = 0
    claims: list[Claim] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    saved: Saved | None = None
    ways_gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.claim()
        self.propose()

    def go_on(self, actions: int) -> None:
        """Do so many actions more; what the record refuses does not count."""
        ways: list[Callable[[], Any]] = [
            self.claim,
            self.judge,
            self.propose,
            self.stand,
            self.stand,
            self.ask,
            self.progress,
            self.position,
            self.tell,
            self.tell,
            self.take_back,
            self.set,
            self.extend,
            self.settle,
            self.correct,
            self.reading,
            self.happen,
            self.happen,
            self.position,
            self.reword,
            self.reword,
            self.restate,
            self.restate,
            self.place_anew,
            self.arrive,
            self.merge,
            self.undo_last,
            self.undo_last,
        ]
        goal = self.done + actions
        while self.done < goal:
            self.now += timedelta(minutes=self.chance.randrange(1, 300))
            way = self.chance.choice(ways)
            known = self._known()
            token = request_id.set(f"saving-{self.done}")
            try:
                way()
            except (ActionRefusedError, IndexError):
                continue
            finally:
                request_id.reset(token)
            if way != self.undo_last:
                self.saved = Saved(f"saving-{self.done}", self.now, known)
            self.ways_gone.add(way.__name__)
            self.done += 1

    def _known(self) -> dict[str, list[Any]]:
        """What can be acted upon."""
        return {name: list(value) for name, value in vars(self).items() if isinstance(value, list)}

    def who(self) -> dict[str, Any]:
        return {"actor": self.editor, "now": self.now}

    def on(self) -> dict[str, Any]:
        return {"claim": self.chance.choice(self.claims), **self.who()}

    def stated(self) -> WorldMoment:
        """Some time in the fortnight before it is recorded, or not known when."""
        if self.chance.random() < 0.15:
            return WorldMoment.unknown(make.KYIV)
        return WorldMoment.instant(self.now - timedelta(minutes=self.chance.randrange(20_000)), make.KYIV)

    def words(self) -> str:
        return (date(2025, 4, 20) + timedelta(days=self.chance.randrange(200))).strftime("%-d %B %Y")

    def claim(self) -> None:
        what = {"assertion": f"Said ({len(self.claims)})", "evidence": Evidence.REPORT, "stated": self.stated()}
        self.claims.append(record_claim(negotiation=self.home, article=self.article, **what, **self.who()))  # type: ignore[arg-type]

    def judge(self) -> None:
        standing = self.chance.choice(list(ClaimStanding))
        other = self.chance.choice(self.claims) if standing is ClaimStanding.CORRECTED else None
        about = self.chance.choice(self.claims)
        mark_claim(claim=about, standing=standing, reason="Looked at anew.", corrected_by=other, **self.who())

    def propose(self) -> None:
        self.proposals.append(
            open_proposal(
                negotiation=self.home,
                title=f"Truce ({len(self.proposals)})",
                kind=self.chance.choice(list(ProposalKind)),
                stage=self.chance.choice([None, *Stage]),
                status=ProposalStatus.REPORTED,
                status_reason="It is spoken of.",
                stated=self.stated(),
                **self.on(),
            )
        )

    def stand(self) -> None:
        status = self.chance.choice(list(ProposalStatus)[:7])
        what = {"proposal": self.chance.choice(self.proposals), "status": status, "reason": "It moved."}
        change_status(stated=self.stated(), **what, **self.on())

    def ask(self) -> None:
        what = {
            "proposal": self.chance.choice(self.proposals),
            "role": ConditionRole.PRECONDITION,
            "demanded_by": self.chance.choice([None, *self.parties]),
        }
        self.conditions.append(attach_condition(text=f"Asked ({len(self.conditions)})", **what, **self.on()))

    def progress(self) -> None:
        what = {"progress": self.chance.choice(list(Progress)), "contested": self.chance.random() < 0.5}
        record_progress(condition=self.chance.choice(self.conditions), stated=self.stated(), **what, **self.on())

    def position(self) -> None:
        what = {"party": self.chance.choice(self.parties), "stance": self.chance.choice(list(Stance))}
        take_position(proposal=self.chance.choice(self.proposals), stated=self.stated(), **what, **self.on())

    def tell(self) -> None:
        earlier = self.chance.choice(self.accounts) if self.accounts and self.chance.random() < 0.5 else None
        told = give_account(
            proposal=earlier.proposal if earlier else self.chance.choice(self.proposals),
            party=earlier.party if earlier else self.chance.choice(self.parties),
            attribute=AccountAttribute(earlier.attribute) if earlier else self.chance.choice(list(AccountAttribute)),
            value=self.chance.choice(("one thing", "another")),
            replaces=earlier,
            stated=self.stated(),
            **self.on(),
        )
        if earlier:
            self.accounts.remove(earlier)
        self.accounts.append(told)

    def take_back(self) -> None:
        account = self.chance.choice(self.accounts)
        withdraw_account(account=account, reason="Said no more.", stated=self.stated(), **self.on())
        self.accounts.remove(account)

    def set(self) -> None:
        what = {"kind": DeadlineKind.EXPIRY, "title": "It ends", "expression": self.words()}
        proposal = self.chance.choice(self.proposals)
        self.deadlines.append(set_deadline(negotiation=self.home, proposal=proposal, **what, **self.on()))  # type: ignore[arg-type]

    def extend(self) -> None:
        deadline = self.chance.choice(self.deadlines)
        what = {"expression": self.words(), "stated": self.stated()}
        self.deadlines.append(extend_deadline(deadline=deadline, reason="Longer.", **what, **self.on()))  # type: ignore[arg-type]

    def settle(self) -> None:
        outcome = self.chance.choice([DeadlineStatus.MET, DeadlineStatus.LAPSED, DeadlineStatus.PENDING])
        what = {"status": outcome, "reason": "So it went.", "stated": self.stated()}
        settle_deadline(deadline=self.chance.choice(self.deadlines), **what, **self.on())  # type: ignore[arg-type]

    def correct(self) -> None:
        what = {"expression": self.words(), "reason": "Misread."}
        correct_deadline(deadline=self.chance.choice(self.deadlines), **what, **self.on())

    def reading(self) -> None:
        what = {"expression": self.words(), "party": self.chance.choice(self.parties)}
        add_reading(deadline=self.chance.choice(self.deadlines), **what, **self.on())  # type: ignore[arg-type]

    def happen(self) -> None:
        what = {"title": "A meeting", "category": EventCategory.CONSULT, "occurred": self.stated()}
        what["killed"] = self.chance.choice([None, 0, 7])
        self.events.append(record_event(negotiation=self.home, **what, **self.on()))  # type: ignore[arg-type]

    def restate(self) -> None:
        """Put something else into columns that are no texts."""
        why: dict[str, Any] = {"reason": "Known better.", **self.who()}
        match self.chance.randrange(4):
            case 0:
                kind, stage = self.chance.choice(list(ProposalKind)), self.chance.choice([None, *Stage])
                revise_proposal(proposal=self.chance.choice(self.proposals), kind=kind, stage=stage, **why)
            case 1:
                asked = {
                    "role": self.chance.choice(list(ConditionRole)),
                    "demanded_by": self.chance.choice([None, *self.parties]),
                    "blocks": self.chance.random() < 0.5,
                    "display_order": self.chance.randrange(5),
                }
                revise_condition(condition=self.chance.choice(self.conditions), **asked, **why)
            case 2:
                killed = self.chance.choice([None, 0, 7])
                revise_event(event=self.chance.choice(self.events), killed=killed, **why)
            case _:
                dropped = {"dropped_on": self.now.date(), "claim": self.chance.choice(self.claims)}
                drop_condition(condition=self.chance.choice(self.conditions), **dropped, **why)

    def arrive(self) -> None:
        """A party by another name, which may turn out to be one that is known."""
        self.parties.append(make.party(name=f"Party of {self.now}", now=self.now))

    def merge(self) -> None:
        double = self.chance.choice(self.parties[3:])
        into = self.chance.choice([party for party in self.parties if party != double])
        merge_parties(party=double, into=into, reason="The same.", **self.who())
        self.parties.remove(double)

    def undo_last(self) -> None:
        """Take back what was done last, a few minutes later."""
        if self.saved is None:
            raise IndexError
        last, self.saved = self.saved, None
        self.now = last.at + timedelta(minutes=self.chance.randrange(1, 10))
        undo(saving=last.saving, actor=self.editor, now=self.now)
        vars(self).update(last.known)

    def place_anew(self) -> None:
        event = self.chance.choice(self.events)
        correct_event(event=event, occurred=self.stated(), reason="Misdated.", **self.on())

    def reword(self) -> None:
        why: dict[str, Any] = {"reason": "Clearer.", **self.who()}
        match self.chance.randrange(3):
            case 0:
                revise_proposal(proposal=self.chance.choice(self.proposals), title=f"Truce, {self.now}", **why)
            case 1:
                revise_condition(condition=self.chance.choice(self.conditions), text=f"Asked, {self.now}", **why)
            case _:
                revise_event(event=self.chance.choice(self.events), title=f"Meeting, {self.now}", **why)
