"""Read deadlines from the command line: one for people, or any number as JSON lines."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock
from negotiations.rules.deadlines import Refusal, Resolution, resolve
from negotiations.rules.deadlines.asked import InputError, anchors_of, moment_of, policy_of
from negotiations.rules.deadlines.jsonl import answered_line
from negotiations.rules.deadlines.ready import load_tables


class Command(BaseCommand):
    help = "Read a deadline as people say it: the day, how it was counted, or what to ask."
    requires_system_checks: list[str] = []  # noqa: RUF012  (Django declares it so; no table is needed here)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="?", help='the words, such as "60 days after signature"')
        parser.add_argument("--jsonl", action="store_true", help="answer JSON objects, one a line, from stdin")
        parser.add_argument("--reference", help="when it was said: local date-time, such as 2025-04-14T09:00")
        parser.add_argument("--zone", default="UTC", help="where it was said: an IANA time zone")
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="EVENT=ISO", help="a known event and its day"
        )
        parser.add_argument("--date-order", help="DMY or MDY, for dates such as 04/05/2026")
        parser.add_argument("--rule", help="a counting rule by name: EU-1182/71")
        parser.add_argument("--calendar", help="a calendar of working days, such as DE or US-CA")
        parser.add_argument("--holiday", action="append", default=[], metavar="DAY", help="a further day off")
        parser.add_argument("--feasts", help="western or orthodox, for a bare Easter")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jsonl"]:
            _answer_lines()
            return
        if not options["text"]:
            raise CommandError('Give the words of the deadline, such as "ends Friday", or --jsonl.', returncode=2)
        outcome = _read(options)
        self.stdout.write(_in_words(outcome))
        if isinstance(outcome, Refusal):
            sys.exit(1)


def _answer_lines() -> None:
    load_tables()
    for line in sys.stdin.buffer:
        sys.stdout.write(answered_line(line) + "\n")
        sys.stdout.flush()


def _read(options: dict[str, Any]) -> Resolution | Refusal:
    pairs = [anchor.partition("=") for anchor in options["anchor"]]
    try:
        zone = options["zone"]
        reference = moment_of("--reference", options["reference"], zone) if options["reference"] else clock.now()
        return resolve(
            options["text"],
            reference=reference,
            zone=zone,
            anchors=anchors_of({name.strip(): when for name, _, when in pairs}),
            policy=policy_of({**options, "holidays": options["holiday"]}),
        )
    except (InputError, ValueError) as error:
        raise CommandError(str(error), returncode=2) from None


def _in_words(outcome: Resolution | Refusal) -> str:
    if isinstance(outcome, Refusal):
        lines = [f"Not resolved ({outcome.code.value}).", outcome.sentence]
        others = outcome.readings
    else:
        lines = [
            outcome.restated,
            f"How: {outcome.rule}.",
            f"For sorting and reminders: {outcome.utc:%Y-%m-%d %H:%M} UTC.",
        ]
        lines += [f"Note: {warning}" for warning in outcome.warnings]
        others = outcome.alternatives
    return "\n".join([*lines, *(f"Other reading: {other.label}: {other.instant or other.day}" for other in others)])
