"""The number of the request being answered, for log lines and Change rows."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Empty outside a request. A task may set it to the id that came with its message."""
