"""The Celery application of the workers and of beat; celery_settings.py holds their settings."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("parley")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["negotiations"])


@setup_logging.connect
def keep_logging(**_: object) -> None:
    """Leave logging as settings.py sets it; without a listener here Celery would set up its own."""
