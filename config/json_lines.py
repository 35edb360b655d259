"""Log lines: one JSON object each, whatever the message holds."""

import json
import logging
import re
from datetime import UTC, datetime

from config.request_id import request_id

# What every LogRecord has; anything else was given by the caller as `extra` and belongs in the line.
_OWN = {
    *vars(logging.makeLogRecord({})),
    "message",
    "asctime",
    "taskName",
    "request",
    "server_time",
    "status_code",
}
# Addresses that are keys: whoever reads a log must not be able to open them.
_KEYS = re.compile(r"(/(?:feeds|mail/[a-z]{1,20})/)[^\s\"'/?]+")


class JsonLines(logging.Formatter):
    """Formats a record as one line: at (UTC), level, logger, event, request, extras, traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _KEYS.sub(r"\1…", record.getMessage()),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["traceback"] = _KEYS.sub(r"\1…", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
