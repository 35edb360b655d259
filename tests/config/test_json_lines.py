import json
import logging
import sys

from config.json_lines import JsonLines
from config.request_id import request_id


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.getLogger("parley.test").makeRecord(
        "parley.test", logging.WARNING, __file__, 1, message, arguments, None, extra=extra
    )
    record.created = 0.5
    return JsonLines().format(record)


def test_a_record_is_one_line_of_json_whatever_it_holds() -> None:
    text = line("A %s said\nhello", "“person”\r\n", alert=7)
    assert len(text.splitlines()) == 1
    assert json.loads(text) == {
        "at": "1970-01-01T00:00:00.500+00:00",
        "level": "warning",
        "logger": "parley.test",
        "event": "A “person”\r\n said\nhello",
        "alert": 7,
    }


def test_a_line_written_during_a_request_carries_its_number() -> None:
    token = request_id.set("r-1")
    try:
        assert json.loads(line("x"))["request"] == "r-1"
    finally:
        request_id.reset(token)


def test_a_traceback_stays_on_the_line() -> None:
    try:
        raise ValueError("wrong\nday")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    text = JsonLines().format(record)
    assert len(text.splitlines()) == 1
    assert json.loads(text)["traceback"].endswith("ValueError: wrong\nday")
