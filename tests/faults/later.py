"""Run inside an installation: work again after 6, 8 and 12 minutes of its clock, when leases have run out.

`python -m tests.faults.later FOLDER`; then it waits for a line, by when the mails are in the folder, and checks.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.faults.installation import WORKED  # noqa: E402

if __name__ == "__main__":
    for minutes in (6, 2, 4):
        settings.CLOCK_SHIFT += timedelta(minutes=minutes)
        call_command("alerts", "tick")
    sys.stdout.write(WORKED)
    sys.stdout.flush()
    sys.stdin.readline()
    call_command("alerts", "check", "--at-rest", "--mail", sys.argv[1])
