from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """What a member of a negotiation may do; each role includes the one before."""

    READER = "reader", _("reader")
    EDITOR = "editor", _("editor")
    LEAD = "lead", _("lead")
