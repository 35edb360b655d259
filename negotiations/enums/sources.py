from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Ownership(TextChoices):
    """Who an outlet belongs to."""

    STATE = "state", _("state-owned")
    STATE_CONTROLLED = "state-controlled", _("state-controlled")
    PUBLIC = "public", _("public service")
    PRIVATE = "private", _("private")
    PARTY = "party", _("belongs to a party of the negotiation")
    ORGANISATION = "organisation", _("international organisation")
    UNKNOWN = "unknown", _("unknown")


class Reliability(TextChoices):
    """Reliability of a source on the Admiralty scale (NATO STANAG 2511)."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(IntegerChoices):
    """Credibility of one assertion on the Admiralty scale (NATO STANAG 2511)."""

    CONFIRMED = 1, _("1: confirmed by other sources")
    PROBABLE = 2, _("2: probably true")
    POSSIBLE = 3, _("3: possibly true")
    DOUBTFUL = 4, _("4: doubtful")
    IMPROBABLE = 5, _("5: improbable")
    UNJUDGED = 6, _("6: cannot be judged")


class Evidence(TextChoices):
    """What an assertion amounts to, as its source puts it forward."""

    REPORT = "report", _("report")
    CLAIM = "claim", _("claim")
    ASSESSMENT = "assessment", _("assessment")
    VERIFIED = "verified", _("verified")
    DISPUTED = "disputed", _("disputed")


class ClaimStanding(TextChoices):
    """How the team holds a claim today; a dated row, so that a correction never erases."""

    SUPPORTED = "supported", _("supported")
    DISPUTED = "disputed", _("disputed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CORRECTED = "corrected", _("corrected")
