from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """What a member of a negotiation may do; each role includes the one before."""

    READER = "reader", _("reader")
    EDITOR = "editor", _("editor")
    LEAD = "lead", _("lead")


class Standing(TextChoices):
    """What somebody is in the office, whatever their roles: staff know of every open negotiation."""

    ADMINISTRATOR = "administrator", _("administrator")
    STAFF = "staff", _("staff")
    GUEST = "guest", _("guest")


class MessageState(TextChoices):
    """What became of a message to a webhook."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    WITHHELD = "withheld", _("withheld")


class TokenScope(TextChoices):
    """What a program may do with a token; none includes another."""

    READ = "read", _("read")
    WRITE = "write", _("write")
    EXPORT = "export", _("export")
