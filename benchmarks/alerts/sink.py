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


def _serve(port: Any, count: Synchronized[int], first: Synchronized[float], last: Synchronized[float]) -> None:
    def counts(step: Step) -> None:
        if step.verb == "DOT":
            with count.get_lock():
                last.value = time.time()
                if not count.value:
                    first.value = last.value
                count.value += 1

    sink = MailSink(answer=counts)
    sink.start()
    port.value = sink.port
    while True:
        time.sleep(60)
        sink.received.clear()


@contextmanager
def counting_sink() -> Iterator[Counted]:
    port, count = multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    first, last = multiprocessing.Value("d", 0.0), multiprocessing.Value("d", 0.0)
    process = multiprocessing.Process(target=_serve, args=(port, count, first, last), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.01)
    try:
        yield Counted(port.value, count, first, last)
    finally:
        process.kill()
        process.join()
