"""How workers and beat do the work outside requests. The alert row is the truth, a message only wakes a worker."""

from typing import Any

from celery.schedules import crontab


def broker_options(prefix: str) -> dict[str, Any]:
    """Return how a Redis is spoken to in which our keys begin with `prefix`."""
    return {
        "visibility_timeout": 900,  # seconds; above every time limit: a shorter one runs the same message again
        "unacked_restore_interval": 30,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_keepalive": True,
        "global_keyprefix": prefix,
    }


def celery_settings(tick_seconds: float, webhook_seconds: float) -> dict[str, Any]:
    """Return Celery's settings, each under its name with CELERY_ before it.

    Due alerts are looked up every `tick_seconds`, webhooks are looked after every `webhook_seconds`.
    """
    return {
        "CELERY_TIMEZONE": "UTC",
        "CELERY_TASK_ACKS_LATE": True,  # acknowledged early, a killed worker takes its tasks along
        "CELERY_TASK_RETRY_ON_WORKER_LOST": True,  # counted, so a task that kills its worker ends after its retries
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,  # when even the retry could not be sent
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_SOFT_TIME_LIMIT": 240,
        "CELERY_TASK_TIME_LIMIT": 300,
        "CELERY_TASK_CREATE_MISSING_QUEUES": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        # Else the redelivered twin of a task runs beside it.
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": True,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 10,
        "CELERY_WORKER_ETA_TASK_LIMIT": 1000,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,  # the default gives up after 100
        "CELERY_BROKER_POOL_ACQUIRE_TIMEOUT": 10,
        "CELERY_BEAT_ENABLE_REMOTE_CONTROL": True,
        "CELERY_BEAT_SCHEDULE": {
            "raise_alerts": _every("raise_alerts", tick_seconds),
            "send_webhooks": _every("send_webhooks", webhook_seconds),
            "purge_idempotency_keys": _every("purge_idempotency_keys", 3600.0),
            "gather_statistics": _every("gather_statistics", 3600.0),
            "keep_audit_head": {"task": "keep_audit_head", "schedule": crontab(hour="0", minute="10")},
        },
    }


def _every(task: str, seconds: float) -> dict[str, Any]:
    """One that waited until the next is due is of no use: the rows say what is to be done."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}
