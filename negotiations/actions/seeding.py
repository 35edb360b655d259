"""Loading seed files: every entry through the same actions as everything else, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args, get_type_hints

from django.db import models, transaction

from negotiations.actions.accounts import give_account
from negotiations.actions.claims import mark_claim, record_claim
from negotiations.actions.conditions import attach_condition, make_depend, record_progress
from negotiations.actions.deadlines import add_reading, extend_deadline, set_deadline, settle_deadline
from negotiations.actions.events import record_event
from negotiations.actions.negotiations import open_negotiation
from negotiations.actions.parties import join_group, register_party
from negotiations.actions.people import hold_role, register_person
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import (
    assess_trend,
    change_status,
    code_ceasefire,
    involve,
    link_proposals,
    open_proposal,
)
from negotiations.actions.sources import record_article, register_source
from negotiations.enums import EventRole, NameKind, Precision
from negotiations.errors import ActionRefusedError
from negotiations.ingest.seeds import Draft, FileSet, FilesRefusedError, Moment, Problem, Reference
from negotiations.models import ProposedChange, SeedKey, User
from negotiations.models.scoping import ScopedQuerySet
from negotiations.rules.moments import WorldMoment

# What records each noun. The arguments of these actions are the keys that seed files use.
NOUNS: Mapping[str, Callable[..., models.Model]] = {
    "account": give_account,
    "article": record_article,
    "ceasefire": code_ceasefire,
    "claim": record_claim,
    "condition": attach_condition,
    "deadline": set_deadline,
    "dependency": make_depend,
    "event": record_event,
    "extension": extend_deadline,
    "involvement": involve,
    "lineage": link_proposals,
    "mark": mark_claim,
    "membership": join_group,
    "negotiation": open_negotiation,
    "outcome": settle_deadline,
    "party": register_party,
    "person": register_person,
    "position": take_position,
    "progress": record_progress,
    "proposal": open_proposal,
    "reading": add_reading,
    "role": hold_role,
    "source": register_source,
    "status": change_status,
    "trend": assess_trend,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries were recorded now, and how many had been before."""

    new: int
    known: int


def load_file_sets(*, file_sets: Sequence[FileSet], actor: User | None, now: datetime, dry_run: bool = False) -> Loaded:
    """Record every entry that is not on record yet, in one transaction.

    An entry loaded before is left alone; one that says something else than when it was loaded is refused, because
    what is on record is revised, never rewritten. Raises FilesRefusedError with the file and line of every entry
    that is refused, and then nothing is recorded. With `dry_run` nothing is recorded either way.
    """
    loading = _Loading(actor=actor, now=now)
    with transaction.atomic():
        for file_set in file_sets:
            loading.recall(file_set.name)
            for draft in file_set.drafts:
                loading.take(draft)
        if loading.problems:
            raise FilesRefusedError(loading.problems)
        transaction.set_rollback(dry_run)
    return Loaded(new=loading.new, known=loading.known)


@dataclass(slots=True)
class _Loading:
    """One run: the entries on record so far, and what was refused."""

    actor: User | None
    now: datetime
    keys: dict[tuple[str, str], SeedKey] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    new: int = 0
    known: int = 0

    def recall(self, file_set: str) -> None:
        for seed in SeedKey.objects.filter(file_set=file_set):
            self.keys[seed.file_set, seed.key] = seed

    def take(self, draft: Draft) -> None:
        before = self.keys.get((draft.file_set, draft.key))
        if before is not None:
            self._compare(draft, before)
        elif self._is_ready(draft):
            self._record(draft)

    def _compare(self, draft: Draft, before: SeedKey) -> None:
        if before.digest == draft.digest:
            self.known += 1
            return
        self._refuse(
            draft,
            f"“{draft.key}” was loaded before and said something else. What is on record stays as it is: revise it in "
            "Parley, or write the new content under a new key.",
        )

    def _is_ready(self, draft: Draft) -> bool:
        """Whether everything it refers to is on record; if not, that refusal is already told."""
        return all((wanted.file_set, wanted.key) in self.keys for wanted in _references(draft.values))

    def _record(self, draft: Draft) -> None:
        action = NOUNS[draft.noun]
        try:
            row = action(**self._arguments(draft, action), actor=self.actor, now=self.now)
        except ActionRefusedError as error:
            self._refuse(draft, error.reason)
            return
        if isinstance(row, ProposedChange):
            self._refuse(draft, f"{row.negotiation} asks for two people to set this; record it there.")
            return
        seed = SeedKey(
            file_set=draft.file_set,
            key=draft.key,
            noun=draft.noun,
            object_id=row.pk,
            digest=draft.digest,
            loaded_at=self.now,
        )
        seed.save(force_insert=True)
        self.keys[draft.file_set, draft.key] = seed
        self.new += 1

    def _refuse(self, draft: Draft, reason: str) -> None:
        self.problems.append(Problem(draft.file, draft.line, reason))

    def _arguments(self, draft: Draft, action: Callable[..., models.Model]) -> dict[str, Any]:
        expected = get_type_hints(action)
        arguments = {name: self._value(value, expected.get(name)) for name, value in draft.values.items()}
        if "extends" in arguments:
            arguments["deadline"] = arguments.pop("extends")
        if "said" in arguments:
            said: WorldMoment = arguments.pop("said")
            arguments |= {"said_at": said.at, "said_zone": said.zone}
        if "parts" in draft.values:
            arguments["parts"] = [self._part(part) for part in draft.values["parts"]]
        if "names" in draft.values:
            arguments["names"] = [
                (name["name"], name["language"], NameKind(name["kind"])) for name in draft.values["names"]
            ]
        return arguments

    def _part(self, part: Mapping[str, Any]) -> tuple[models.Model, EventRole]:
        return self._row(part.get("person") or part["party"]), EventRole(part["role"])

    def _value(self, value: Any, expected: Any) -> Any:
        """A draft's value as the action wants it: rows for references, members of closed lists for codes."""
        if isinstance(value, Reference):
            return self._row(value)
        if isinstance(value, Moment):
            return _world_moment(value)
        if isinstance(value, list):
            return [self._value(each, None) for each in value]
        for kind in (expected, *get_args(expected)):
            if isinstance(kind, type) and issubclass(kind, models.Choices):
                return kind(value)
        return value

    def _row(self, reference: Reference) -> models.Model:
        """The row as it is now: other entries may have changed it since it was recorded."""
        seed = self.keys[reference.file_set, reference.key]
        model = _model_of(seed.noun)
        rows: ScopedQuerySet[models.Model] = model._default_manager.all()  # type: ignore[assignment]
        return rows.unscoped(reason="seeds refer to rows that seeds recorded").get(pk=seed.object_id)


def _model_of(noun: str) -> type[models.Model]:
    """The model of the rows that a noun's action returns."""
    model: type[models.Model] = get_type_hints(NOUNS[noun])["return"]
    return model


def _references(value: Any) -> list[Reference]:
    if isinstance(value, Reference):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return [reference for each in value for reference in _references(each)]
    return []


def _world_moment(moment: Moment) -> WorldMoment:
    if moment.on is None:
        return WorldMoment.unknown(moment.zone)
    if moment.at is not None:
        return WorldMoment.instant(moment.at, moment.zone, Precision(moment.precision))
    day = WorldMoment.day(moment.on, moment.zone)
    return WorldMoment(day.on, day.at, Precision(moment.precision), moment.zone)
