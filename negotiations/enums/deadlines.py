from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeadlineKind(TextChoices):
    EXPIRY = "expiry", _("expiry")
    RESPONSE_DUE = "response due", _("response due")
    ULTIMATUM = "ultimatum", _("ultimatum")
    ENTRY_INTO_FORCE = "entry into force", _("entry into force")
    REVIEW = "review", _("review")
    MEETING = "meeting", _("meeting")
    RATIFICATION = "ratification", _("ratification")


class DeadlineStatus(TextChoices):
    """What became of a deadline. Pending and disputed are open: the others are outcomes."""

    PENDING = "pending", _("pending")
    DISPUTED = "disputed", _("disputed")
    MET = "met", _("met")
    LAPSED = "lapsed", _("lapsed")
    EXTENDED = "extended", _("extended")
    CANCELLED = "cancelled", _("cancelled")


class FeastReading(TextChoices):
    """Which calendar a bare "Easter" or "Christmas" follows; unset means Parley asks."""

    WESTERN = "western", _("Western")
    ORTHODOX = "orthodox", _("Orthodox")
