"""A mail server in a process of its own that counts what it accepts and notes when the last came."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from tests.mail_sink import MailSink, Step


@dataclass
class Counted:
    port: int
    count: Synchronized[int]
    first: Synchronized[float]
    last: Synchronized[float]
    doubled: Synchronized[int]

    @property
    def seconds(self) -> float:
        """From the first mail to the last."""
        return self.last.value - self.first.value

    def wait_for(self, number: int, patience: float = 180) -> bool:
        given_up = time.monotonic() + patience
        while self.count.value < number and time.monotonic() < given_up:
            time.sleep(0.01)
        return self.count.value >= number

    def reset(self) -> None:
        self.count.value = 0

    def lost_of(self, number: int) -> int:
        """How many of that many readers have no mail."""
        return number - (self.count.value - self.doubled.value)


def _serve(port: Any, counted: Counted) -> None:
    readers: set[str] = set()

    def counts(step: Step) -> None:
        if step.verb == "DOT":
            with counted.count.get_lock():
                counted.last.value = time.time()
                if not counted.count.value:
                    counted.first.value = counted.last.value
                    counted.doubled.value = 0
                    readers.clear()
                counted.doubled.value += step.recipient in readers
                readers.add(step.recipient)
                counted.count.value += 1

    sink = MailSink(answer=counts)
    sink.start()
    port.value = sink.port
    while True:
        time.sleep(60)
        sink.received.clear()


@contextmanager
def counting_sink() -> Iterator[Counted]:
    port = multiprocessing.Value("i", 0)
    count, doubled = multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    first, last = multiprocessing.Value("d", 0.0), multiprocessing.Value("d", 0.0)
    counted = Counted(0, count, first, last, doubled)
    process = multiprocessing.Process(target=_serve, args=(port, counted), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.01)
    try:
        counted.port = port.value
        yield counted
    finally:
        process.kill()
        process.join()
