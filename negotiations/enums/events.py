from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventCategory(TextChoices):
    """PLOVER event categories, version 0.8."""

    AGREE = "AGREE", _("agree")
    CONSULT = "CONSULT", _("consult")
    SUPPORT = "SUPPORT", _("support")
    CONCEDE = "CONCEDE", _("concede")
    COOPERATE = "COOPERATE", _("cooperate")
    AID = "AID", _("aid")
    RETREAT = "RETREAT", _("retreat")
    REQUEST = "REQUEST", _("request")
    ACCUSE = "ACCUSE", _("accuse")
    REJECT = "REJECT", _("reject")
    THREATEN = "THREATEN", _("threaten")
    PROTEST = "PROTEST", _("protest")
    SANCTION = "SANCTION", _("sanction")
    MOBILIZE = "MOBILIZE", _("mobilize")
    COERCE = "COERCE", _("coerce")
    ASSAULT = "ASSAULT", _("assault")


class EventMode(TextChoices):
    """PLOVER modes, version 0.8; which category takes which mode stands in codelists."""

    VISIT = "visit", _("visit")
    THIRD_PARTY = "third-party", _("third-party")
    MULTILATERAL = "multilateral", _("multilateral")
    PHONE = "phone", _("phone")
    WITHDRAW = "withdraw", _("withdraw")
    RELEASE = "release", _("release")
    DISARM = "disarm", _("disarm")
    CEASEFIRE = "ceasefire", _("ceasefire")
    ACCESS = "access", _("access")
    RESIGN = "resign", _("resign")
    ASSIST = "assist", _("assist")
    CHANGE = "change", _("change")
    YIELD = "yield", _("yield")
    MEET = "meet", _("meet")
    DISAPPROVE = "disapprove", _("disapprove")
    INVESTIGATE = "investigate", _("investigate")
    ALLEGE = "allege", _("allege")
    RESTRICT = "restrict", _("restrict")
    ARREST = "arrest", _("arrest")
    RELATIONS = "relations", _("relations")
    EXPEL = "expel", _("expel")
    TERRITORY = "territory", _("territory")
    VIOLENCE = "violence", _("violence")


class EventRole(TextChoices):
    """The part a party or person took in an event."""

    ACTOR = "actor", _("actor")
    TARGET = "target", _("target")
    PARTICIPANT = "participant", _("participant")
    HOST = "host", _("host")


class Verification(TextChoices):
    UNVERIFIED = "unverified", _("unverified")
    CLAIMED = "claimed", _("claimed by one side")
    CORROBORATED = "corroborated", _("corroborated")
    VERIFIED = "verified", _("verified")
    DISPUTED = "disputed", _("disputed")


class TreatyAct(TextChoices):
    """What an event is to a text: the acts of UN treaty practice, and the moments deadlines are counted from."""

    SIGNATURE = "signature", _("signature")
    RATIFICATION = "ratification", _("ratification")
    ACCEPTANCE = "acceptance", _("acceptance")
    APPROVAL = "approval", _("approval")
    ACCESSION = "accession", _("accession")
    RESERVATION = "reservation", _("reservation")
    DECLARATION = "declaration", _("declaration")
    OBJECTION = "objection", _("objection")
    DENUNCIATION = "denunciation", _("denunciation")
    ADOPTION = "adoption", _("adoption")
    DEPOSIT = "deposit", _("deposit of an instrument")
    ENTRY_INTO_FORCE = "entry into force", _("entry into force")
    NOTIFICATION = "notification", _("notification")
    PUBLICATION = "publication", _("publication")
    START = "start", _("start")
    EXPIRY = "expiry", _("expiry")
