"""Run inside an installation: a deadline that passed yesterday and is recorded now, and N who watch it.

`python -m tests.faults.scene N`; the readers are reader0@example.org and so on.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX  # noqa: E402

from config import clock  # noqa: E402
from negotiations.models import Subscription, User  # noqa: E402
from tests import factories as make  # noqa: E402


def build(readers: int) -> None:
    """The people are written in one go: that they exist is not what is tested."""
    now = clock.now()
    truce = make.proposal(title="Freeze")
    users = User.objects.bulk_create(
        [
            User(
                username=f"reader{number}",
                email=f"reader{number}@example.org",
                password=UNUSABLE_PASSWORD_PREFIX,
                is_staff=True,
                time_zone="Europe/Kyiv",
            )
            for number in range(readers)
        ]
    )
    Subscription.objects.unscoped(reason="test").bulk_create(
        [
            Subscription(
                user=user, negotiation=truce.negotiation, watched_negotiation=truce.negotiation, recorded_at=make.NOW
            )
            for user in users
        ]
    )
    yesterday, earlier = now - timedelta(days=1), now - timedelta(days=3)
    make.deadline(truce, expression=f"{yesterday:%d %B %Y}", said_at=earlier, now=now)


if __name__ == "__main__":
    build(int(sys.argv[1]))
