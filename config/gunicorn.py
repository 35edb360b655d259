"""How gunicorn serves the pages in both editions: ``gunicorn -c python:config.gunicorn config.wsgi``."""

import os

worker_class = "gthread"
workers = int(os.environ.get("PARLEY_WEB_PROCESSES", "1"))
threads = int(os.environ.get("PARLEY_WEB_THREADS", "8"))
timeout = 60  # seconds without a sign of life before a process is replaced
graceful_timeout = 5
keepalive = 5
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.json_lines.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}


def post_worker_init(_worker: object) -> None:
    """Read the tables of the deadline language before the first request, which would else wait a second for them."""
    from negotiations.rules.deadlines.ready import load_tables  # noqa: PLC0415  (only in the processes that serve)

    load_tables()
