"""What an entry of a text becomes on record: a claim of the document, and what it tells of besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from negotiations.actions.claims import record_claim
from negotiations.actions.deadlines import set_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.dashboard.pasted_forms import EntryForm
from negotiations.dashboard.record_forms import Place
from negotiations.dashboard.suggestions import DEADLINE, MEETING, STATEMENT, Suggestion
from negotiations.enums import DeadlineKind, EventCategory, EventRole, Evidence, Stance
from negotiations.models import Article, Claim, Condition, Party, Person, Proposal, Role
from negotiations.rules.moments import WorldMoment


@dataclass(frozen=True, slots=True)
class Entry:
    """One suggestion beside the form that would save it; `passage` is the id of its place in the text."""

    number: int
    passage: str
    found: Suggestion
    form: EntryForm


def take(entry: Entry, article: Article, place: Place) -> None:
    """Save one entry whose form is valid; raises ActionRefusedError."""
    given = entry.form.cleaned_data
    who: dict[str, Any] = {"negotiation": place.negotiation, "actor": place.user, "now": place.now}
    claim = record_claim(
        article=article,
        assertion=given["assertion"],
        quotation=given["quotation"],
        evidence=Evidence.REPORT,
        occurred=_day(given["on"], place),
        **_said_by(given["said_by"], place),
        **who,
    )
    if given["kind"] == DEADLINE:
        set_deadline(
            proposal=given["proposal"],
            kind=DeadlineKind(given["what"]),
            title=given["title"],
            expression=given["expression"],
            claim=claim,
            **who,
        )
    if given["kind"] == STATEMENT and given["about"]:
        _stand(given, claim, place)
    # A meeting that is on record already gets this further account of it, and no twin.
    if given["kind"] == MEETING and not given["same_as"]:
        _meet(entry, claim, place, who)


def _stand(given: dict[str, Any], claim: Claim, place: Place) -> None:
    """Record where a party stands by this statement: second-hand unless it speaks for itself or a person of it does."""
    noun, _, key = given["said_by"].partition(":")
    party = Party.objects.visible_to(place.user).get(pk=(given["party"] or given["said_by"]).partition(":")[2])
    person = Person.objects.visible_to(place.user).get(pk=key) if noun == "person" else None
    own = Role.objects.visible_to(place.user).filter(person=person, party=party).exists() if person else False
    proposals = Proposal.objects.visible_to(place.user).filter(negotiation=place.negotiation)
    conditions = Condition.objects.visible_to(place.user).filter(negotiation=place.negotiation)
    about = given["about"]
    take_position(
        proposal=proposals.get(reference=about) if about.startswith("P") else None,
        condition=None if about.startswith("P") else conditions.get(reference=about),
        party=party,
        person=person if own else None,
        by_proxy=not own and (noun, key) != ("party", str(party.pk)),
        stance=Stance(given["stance"]),
        claim=claim,
        actor=place.user,
        now=place.now,
    )


def _meet(entry: Entry, claim: Claim, place: Place, who: dict[str, Any]) -> None:
    given = entry.form.cleaned_data
    keys = [key.partition(":") for key in entry.found.present]
    parties = Party.objects.visible_to(place.user).filter(pk__in=[pk for noun, _, pk in keys if noun == "party"])
    people = Person.objects.visible_to(place.user).filter(pk__in=[pk for noun, _, pk in keys if noun == "person"])
    today = place.now.astimezone(ZoneInfo(place.negotiation.time_zone)).date()
    record_event(
        title=given["title"],
        category=EventCategory.CONSULT,
        occurred=_day(given["on"], place),
        expected=given["on"] is not None and given["on"] > today,
        parts=[(present, EventRole.PARTICIPANT) for present in (*parties, *people)],
        proposals=[given["proposal"]] if given["proposal"] else [],
        claim=claim,
        **who,
    )


def _day(on: date | None, place: Place) -> WorldMoment:
    return WorldMoment.day(on, place.negotiation.time_zone) if on else WorldMoment.unknown()


def _said_by(key: str, place: Place) -> dict[str, Any]:
    """The speaker that a key such as "person:4" stands for, as `record_claim` takes them."""
    noun, _, pk = key.partition(":")
    if noun == "person":
        return {"asserted_by_person": Person.objects.visible_to(place.user).get(pk=pk)}
    return {"asserted_by_party": Party.objects.visible_to(place.user).get(pk=pk)} if noun == "party" else {}
