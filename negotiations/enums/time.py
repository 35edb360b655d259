from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Precision(TextChoices):
    """How exactly the world gave a moment."""

    MINUTE = "minute", _("minute")
    HOUR = "hour", _("hour")
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


class DateOrder(TextChoices):
    """How a negotiation's sources write 04/05/2026; unset means Parley asks."""

    DAY_FIRST = "DMY", _("day first")
    MONTH_FIRST = "MDY", _("month first")
