from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalKind(TextChoices):
    PEACE_AGREEMENT = "peace agreement", _("peace agreement")
    CEASEFIRE = "ceasefire", _("ceasefire")
    FRAMEWORK = "framework", _("framework or roadmap")
    SUMMIT = "summit", _("summit")
    TALKS = "talks", _("round of talks")
    HUMANITARIAN = "humanitarian arrangement", _("humanitarian arrangement")
    ECONOMIC = "economic arrangement", _("economic arrangement")
    ARMS_CONTROL = "arms control", _("arms control")
    OTHER = "other", _("other")


class ProposalStatus(TextChoices):
    REPORTED = "reported", _("reported")
    TABLED = "tabled", _("tabled")
    UNDER_DISCUSSION = "under discussion", _("under discussion")
    AGREED_IN_PRINCIPLE = "agreed in principle", _("agreed in principle")
    AGREED = "agreed", _("agreed")
    IN_FORCE = "in force", _("in force")
    ON_HOLD = "on hold", _("on hold")
    EXPIRED = "expired", _("expired")
    FULFILLED = "fulfilled", _("fulfilled")
    COLLAPSED = "collapsed", _("collapsed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")
    RENEWED = "renewed", _("renewed")


class MomentumRule(TextChoices):
    """The rule that gave a momentum, as it is told; `days` are those of the negotiation."""

    PASSED = "passed", _("a deadline has passed and no outcome is on record")
    SAID = "said", _("a source says that it is slipping")
    BLOCKED_ONCE = "blocked once", _("its nearest deadline is within %(days)s days and a condition still blocks it")
    BLOCKED = "blocked", _("its nearest deadline is within %(days)s days and conditions still block it")
    QUIET = "quiet", _("no sourced movement for %(days)s days")
    MOVED = "moved", _("moved within the last %(days)s days")


class Momentum(TextChoices):
    """Worked out by stated rules, never typed in."""

    OVERDUE = "overdue", _("overdue")
    STALLED = "stalled", _("stalled")
    SLIPPING = "slipping", _("slipping")
    MOVING = "moving", _("moving")


class Trend(TextChoices):
    """Where things went over the past month, as CrisisWatch separates it from the outlook."""

    DETERIORATED = "deteriorated", _("deteriorated")
    UNCHANGED = "unchanged", _("unchanged")
    IMPROVED = "improved", _("improved")


class Outlook(TextChoices):
    """What may come, as CrisisWatch separates it from the trend."""

    RISK = "risk", _("risk")
    OPPORTUNITY = "opportunity", _("opportunity")


class Stage(TextChoices):
    """PA-X agreement stage; it implies no order in time."""

    PRE = "Pre", _("pre-negotiation")
    CEASEFIRE = "Cea", _("ceasefire")
    PARTIAL = "SubPar", _("framework-substantive, partial")
    COMPREHENSIVE = "SubComp", _("framework-substantive, comprehensive")
    IMPLEMENTATION = "Imp", _("implementation")
    RENEWAL = "Ren", _("renewal")
    OTHER = "Oth", _("other")


class SubStage(TextChoices):
    """PA-X sub-stage; which stage takes which sub-stage stands in codelists."""

    PROC = "Proc", _("process")
    PRIN = "Prin", _("principles")
    CONF = "Conf", _("confidence-building")
    PRE_MIX = "PreMix", _("pre-negotiation, mixed")
    PRE_OTH = "PreOth", _("pre-negotiation, other")
    CEAS = "Ceas", _("ceasefire")
    REL = "Rel", _("related to a ceasefire")
    CEA_MIX = "CeaMix", _("ceasefire, mixed")
    ISS = "Iss", _("single issue")
    MULT_ISS = "MultIss", _("multiple issues")
    FRPAR_OTH = "FrparOth", _("partial, other")
    FR_AG = "FrAg", _("framework agreement")
    FR_CONS = "FrCons", _("framework constitution")
    FRCOM_OTH = "FrcomOth", _("comprehensive, other")
    IMP_MOD = "ImpMod", _("implementation modalities")
    EXT_SUB = "ExtSub", _("extends in substance")
    EXT_PAR = "ExtPar", _("extends in parties")
    IMP_OTH = "ImpOth", _("implementation, other")
    REPRE = "Repre", _("renews a pre-negotiation text")
    RESUB = "Resub", _("renews a substantive text")
    REIMP = "Reimp", _("renews implementation")
    REOTH = "Reoth", _("renewal, other")


class InvolvementRole(TextChoices):
    PROPOSER = "proposer", _("proposer")
    ADDRESSEE = "addressee", _("addressee")
    MEDIATOR = "mediator", _("mediator")
    FACILITATOR = "facilitator", _("facilitator")
    GUARANTOR = "guarantor", _("guarantor")
    WITNESS = "witness", _("witness")
    OBSERVER = "observer", _("observer")
    SPONSOR = "sponsor", _("sponsor")
    HOST = "host", _("host")
    MONITOR = "monitor", _("monitor")


class LineageKind(TextChoices):
    """How a proposal relates to an earlier or other one: "this proposal KIND the other"."""

    REVISES = "revises", _("revises")
    RENEWS = "renews", _("renews")
    SUPERSEDES = "supersedes", _("supersedes")
    RIVAL_OF = "rival of", _("rival of")
    PART_OF = "part of", _("part of")


class Alignment(TextChoices):
    """How something in one proposal stands to another proposal."""

    SAME = "same", _("the same")
    CHANGED = "changed", _("changed")
    ONLY_HERE = "only here", _("only here")
    ONLY_THERE = "only there", _("only there")


class ConditionRole(TextChoices):
    PRECONDITION = "precondition", _("precondition")
    SIMULTANEOUS = "simultaneous", _("simultaneous")
    OBLIGATION = "obligation after start", _("obligation after start")
    GUARANTEE = "guarantee", _("guarantee")
    RELEASE = "release clause", _("release clause")
    RED_LINE = "red line", _("red line")


class Progress(IntegerChoices):
    """Implementation level, after the Kroc Peace Accords Matrix."""

    NOT_INITIATED = 0, _("not initiated")
    MINIMAL = 1, _("minimal")
    INTERMEDIATE = 2, _("intermediate")
    FULL = 3, _("full")


class CeasefireSide(TextChoices):
    """ETH/PRIO: who declared it."""

    UNILATERAL = "unilateral", _("unilateral")
    BILATERAL = "bilateral", _("bilateral")
    MULTILATERAL = "multilateral", _("multilateral")


class CeasefireExtent(TextChoices):
    """ETH/PRIO: how much of the fighting it covers."""

    PARTIAL = "partial", _("partial")
    FULL = "full", _("full")


class CeasefireClass(TextChoices):
    """ETH/PRIO: how far its terms go; preliminary means with a compliance mechanism."""

    CESSATION = "cessation of hostilities", _("cessation of hostilities")
    PRELIMINARY = "preliminary", _("preliminary")
    DEFINITIVE = "definitive", _("definitive")
