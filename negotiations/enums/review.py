from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewedMove(TextChoices):
    """What waits for a second person where a negotiation asks for two."""

    OPEN = "open", _("a new proposal")
    STATUS = "status", _("a change of status")
    SET = "set", _("a new deadline")
    EXTEND = "extend", _("an extension")
    CORRECT = "correct", _("a correction of a deadline")
    SETTLE = "settle", _("an outcome of a deadline")
    GO_BY = "go by", _("another reading of a deadline")
    READING = "reading", _("a party's reading of a deadline")
    FOLLOW = "follow", _("the date of a deadline that follows an event")


class ProposedState(TextChoices):
    WAITING = "waiting", _("waiting for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class Decision(TextChoices):
    """What the second person says."""

    CONFIRM = "confirm", _("confirm: carry it out")
    DECLINE = "decline", _("decline: leave it")
