from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stance(TextChoices):
    """Where a party, or a person, stands on a proposal or condition on a day."""

    DEMANDS = "demands", _("demands")
    ACCEPTS = "accepts", _("accepts")
    ACCEPTS_IF = "accepts with conditions", _("accepts with conditions")
    CONSIDERING = "considering", _("considering")
    NONE = "no position", _("no position")
    REJECTS = "rejects", _("rejects")
    CONTRADICTORY = "contradictory", _("contradictory")


class AccountAttribute(TextChoices):
    """Which part of a deal a party's own account speaks of."""

    STARTS = "starts", _("starts")
    ENDS = "ends", _("ends")
    IN_FORCE = "in force", _("in force")
    SCOPE = "scope", _("scope")
    PRECONDITION = "precondition", _("precondition")
    VIOLATED = "violated", _("violated")
