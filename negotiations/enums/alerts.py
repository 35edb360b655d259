from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Moment(TextChoices):
    """Where an alert stands to the moment it speaks of."""

    BEFORE = "before", _("before")
    AT = "at", _("at")
    AFTER = "after", _("after")


class AlertKind(TextChoices):
    """What an alert tells; one e-mail function and one template folder each."""

    DEADLINE_AHEAD = "deadline_ahead", _("a deadline comes near")
    DEADLINE_PASSED = "deadline_passed", _("a deadline passes")
    DEADLINE_OVERDUE = "deadline_overdue", _("a deadline passed and nobody recorded an outcome")
    DEADLINE_MOVED = "deadline_moved", _("a deadline moved or was settled")
    STATUS_CHANGED = "status_changed", _("a proposal's status changed")
    POSITION_MOVED = "position_moved", _("a position moved")
    DIVERGENCE_APPEARED = "divergence_appeared", _("accounts diverge")
    DIVERGENCE_CHANGED = "divergence_changed", _("accounts diverge otherwise than before")
    DIVERGENCE_ENDED = "divergence_ended", _("accounts diverge no longer")
    TAKEN_BACK = "taken_back", _("what you were told was taken back")
    ESCALATION = "escalation", _("nobody has seen an alert")
    ALERT_FAILED = "alert_failed", _("an alert could not be delivered")
    GLASS_BROKEN = "glass_broken", _("an administrator looks into a restricted negotiation")
    DIGEST = "digest", _("several alerts in one")
    TEST_MAIL = "test_mail", _("a test mail")


class ArmingState(TextChoices):
    ARMED = "armed", _("armed")
    FIRED = "fired", _("fired")
    DISARMED = "disarmed", _("disarmed")
    SKIPPED = "skipped", _("skipped")


class Channel(TextChoices):
    EMAIL = "email", _("e-mail")


class AlertState(TextChoices):
    """The life of one message owed to one person."""

    QUEUED = "queued", _("queued")
    LEASED = "leased", _("leased")
    IN_FLIGHT = "in flight", _("in flight")
    IN_DOUBT = "in doubt", _("in doubt")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", _("cancelled")
    SUPERSEDED = "superseded", _("superseded")
    SUPPRESSED = "suppressed", _("suppressed")
    DEAD = "dead", _("dead")


class DeliveryOutcome(TextChoices):
    """What one attempt to hand a message over came to."""

    ACCEPTED = "accepted", _("accepted")
    REFUSED_FOR_NOW = "refused for now", _("refused for now")
    REFUSED_FOR_GOOD = "refused for good", _("refused for good")
    UNREACHABLE = "unreachable", _("server not reached")
    IN_DOUBT = "in doubt", _("no answer: may have been accepted")
    FAILED = "failed", _("could not be written")
