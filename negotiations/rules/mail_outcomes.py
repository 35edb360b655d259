"""What an attempt to hand a mail over came to, when to try again, and how that is said to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from negotiations.enums.alerts import DeliveryOutcome

MOST_TRIES = 12
MOST_DOUBTS = 3
# A message whose fate is unknown waits this long before it is handed over once more.
DOUBT_WAIT = timedelta(minutes=1)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=30)
_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt: `code` and `answer` are the server's own; `route_closed` says that no mail gets through at all."""

    kind: DeliveryOutcome
    answer: str = ""
    code: int | None = None
    route_closed: bool = False

    @property
    def accepted(self) -> bool:
        return self.kind is DeliveryOutcome.ACCEPTED


def outcome_of(code: int, answer: str) -> Outcome:
    """What a refusal with this SMTP reply code means for the message (RFC 5321, 4.2.1)."""
    if 400 <= code < 500:
        return Outcome(DeliveryOutcome.REFUSED_FOR_NOW, answer, code)
    return Outcome(DeliveryOutcome.REFUSED_FOR_GOOD, answer, code)


def wait_before_try(tries: int, chance: float) -> timedelta:
    """30 seconds after the first try, doubling to half an hour, each up to a fifth shorter or longer.

    `tries` counts those made; `chance` is a number from 0 to 1 that the caller draws.
    """
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(tries - 1, 0), 10)
    return min(doubled, _LONGEST_WAIT) * (1 - _SPREAD + 2 * _SPREAD * chance)


def in_plain_words(outcome: Outcome) -> str:
    """Why a mail did not go out, for people; the server's own words stay beside it."""
    if outcome.kind is DeliveryOutcome.REFUSED_FOR_GOOD:
        return _REFUSALS.get(outcome.code or 0, "The mail server refused the message for good.")
    if outcome.kind is DeliveryOutcome.REFUSED_FOR_NOW:
        return _DELAYS.get(outcome.code or 0, "The mail server could not take the message yet.")
    return _OTHERS[outcome.kind]


_REFUSALS = {
    550: "The mail server does not know this address, or refuses mail for it.",
    551: "The person is not at this mail server.",
    552: "The mailbox is full, or the message is too large for it.",
    553: "The mail server does not accept this address as written.",
    554: "The mail server refused the message, perhaps as unwanted.",
    556: "The address belongs to a domain that takes no mail.",
}
_DELAYS = {
    421: "The mail server closed the connection for now.",
    450: "The mailbox cannot be reached right now.",
    451: "The mail server had a fault of its own.",
    452: "The mail server is short of room.",
}
_OTHERS = {
    DeliveryOutcome.ACCEPTED: "The mail server accepted the message.",
    DeliveryOutcome.UNREACHABLE: "The connection to the mail server broke before it had the message.",
    DeliveryOutcome.IN_DOUBT: "The mail server had the message but its answer was lost; it may have arrived.",
    DeliveryOutcome.FAILED: "The message could not be written.",
}
