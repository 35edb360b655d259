"""Run inside an installation: work again after 6, 8 and 12 minutes of its clock, when leases have run out."""

from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

if __name__ == "__main__":
    for minutes in (6, 2, 4):
        settings.CLOCK_SHIFT += timedelta(minutes=minutes)
        call_command("alerts", "tick")
