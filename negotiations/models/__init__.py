"""Rows, constraints and QuerySets; one file per noun."""

from negotiations.models.accounts import Account
from negotiations.models.alerts import Alert, ArmedAlert, ChangeCursor, Delivery, Heartbeat, MailRoute
from negotiations.models.ceasefires import Ceasefire
from negotiations.models.changes import ChainHead, Change, ReferenceCounter
from negotiations.models.claims import Claim, ClaimMark
from negotiations.models.conditions import Condition, ConditionDependency, ConditionProgress
from negotiations.models.deadlines import Deadline, DeadlineOutcome, DeadlineReading
from negotiations.models.events import Event, EventPart, EventProposal
from negotiations.models.feeds import FeedToken
from negotiations.models.idempotency import IdempotencyKey
from negotiations.models.memberships import Membership
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party, PartyMembership, PartyName
from negotiations.models.people import Person, PersonName, Role
from negotiations.models.positions import Position
from negotiations.models.proposals import Involvement, Lineage, Proposal, StatusChange, TrendAssessment
from negotiations.models.proposed_changes import ProposedChange
from negotiations.models.put_off import PutOff
from negotiations.models.reads import BreakGlass, ReadRecord
from negotiations.models.seeds import SeedKey
from negotiations.models.sources import Article, Source
from negotiations.models.subscriptions import AlertPolicy, FilterMatch, SavedFilter, Subscription
from negotiations.models.texts import ProposalText
from negotiations.models.tokens import ApiToken
from negotiations.models.users import User
from negotiations.models.webhooks import Webhook, WebhookMessage

__all__ = [
    "Account",
    "Alert",
    "AlertPolicy",
    "ApiToken",
    "ArmedAlert",
    "Article",
    "BreakGlass",
    "Ceasefire",
    "ChainHead",
    "Change",
    "ChangeCursor",
    "Claim",
    "ClaimMark",
    "Condition",
    "ConditionDependency",
    "ConditionProgress",
    "Deadline",
    "DeadlineOutcome",
    "DeadlineReading",
    "Delivery",
    "Event",
    "EventPart",
    "EventProposal",
    "FeedToken",
    "FilterMatch",
    "Heartbeat",
    "IdempotencyKey",
    "Involvement",
    "Lineage",
    "MailRoute",
    "Membership",
    "Negotiation",
    "Party",
    "PartyMembership",
    "PartyName",
    "Person",
    "PersonName",
    "Position",
    "Proposal",
    "ProposalText",
    "ProposedChange",
    "PutOff",
    "ReadRecord",
    "ReferenceCounter",
    "Role",
    "SavedFilter",
    "SeedKey",
    "Source",
    "StatusChange",
    "Subscription",
    "TrendAssessment",
    "User",
    "Webhook",
    "WebhookMessage",
]
