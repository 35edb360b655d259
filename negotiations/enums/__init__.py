"""Every closed list of values, by noun. Imports nothing of ours."""

from negotiations.enums.alerts import AlertKind, AlertState, ArmingState, Channel, DeliveryOutcome, Moment
from negotiations.enums.deadlines import DeadlineKind, DeadlineStatus, FeastReading
from negotiations.enums.events import EventCategory, EventMode, EventRole, TreatyAct, Verification
from negotiations.enums.parties import ActorType, NameKind
from negotiations.enums.positions import AccountAttribute, Stance
from negotiations.enums.proposals import (
    Alignment,
    CeasefireClass,
    CeasefireExtent,
    CeasefireSide,
    ConditionRole,
    InvolvementRole,
    LineageKind,
    Momentum,
    MomentumRule,
    Outlook,
    Progress,
    ProposalKind,
    ProposalStatus,
    Stage,
    SubStage,
    Trend,
)
from negotiations.enums.review import Decision, ProposedState, ReviewedMove
from negotiations.enums.search import SearchKind
from negotiations.enums.sources import ClaimStanding, Credibility, Evidence, Ownership, Reliability
from negotiations.enums.time import DateOrder, Precision
from negotiations.enums.users import MemberRole, MessageState, Standing, TokenScope

__all__ = [
    "AccountAttribute",
    "ActorType",
    "AlertKind",
    "AlertState",
    "Alignment",
    "ArmingState",
    "CeasefireClass",
    "CeasefireExtent",
    "CeasefireSide",
    "Channel",
    "ClaimStanding",
    "ConditionRole",
    "Credibility",
    "DateOrder",
    "DeadlineKind",
    "DeadlineStatus",
    "Decision",
    "DeliveryOutcome",
    "EventCategory",
    "EventMode",
    "EventRole",
    "Evidence",
    "FeastReading",
    "InvolvementRole",
    "LineageKind",
    "MemberRole",
    "MessageState",
    "Moment",
    "Momentum",
    "MomentumRule",
    "NameKind",
    "Outlook",
    "Ownership",
    "Precision",
    "Progress",
    "ProposalKind",
    "ProposalStatus",
    "ProposedState",
    "Reliability",
    "ReviewedMove",
    "SearchKind",
    "Stage",
    "Stance",
    "Standing",
    "SubStage",
    "TokenScope",
    "TreatyAct",
    "Trend",
    "Verification",
]
