"""Parties and people: the lists, where each stands, and the office a speaker held on the day of a statement."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.parties import join_group
from negotiations.actions.people import hold_role
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import involve
from negotiations.enums import ActorType, EventRole, InvolvementRole, NameKind, Stance
from negotiations.models import Claim, ReadRecord, Subscription, User
from negotiations.queries.actors import office_on
from negotiations.queries.people import Role
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import statements

pytestmark = pytest.mark.django_db
ON: dict[str, Any] = {"actor": None, "now": make.NOW}


def plain(answer: Any) -> str:
    """What the page says between its bars, without markup."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" ,", ",")


def said(month: int, day: int = 1) -> WorldMoment:
    return WorldMoment.day(date(2025, month, day), make.KYIV)


class Scene:
    """Norland and Sudland; an envoy who became minister in March, and what she said before and after."""

    def __init__(self) -> None:
        self.home = make.negotiation(name="Talks")
        self.north = make.party(name="Norland", names=[("Норландія", "uk", NameKind.SHORT)])
        self.south = make.party(name="Sudland", actor_type=ActorType.COALITION)
        join_group(party=self.north, group=self.south, since_on=date(2025, 2, 1), **ON)
        self.envoy = make.person(name="Vera Vale", names=[("Вера Вейл", "uk", NameKind.TRANSLITERATION)])
        for title, since, until in (
            ("Envoy", date(2024, 1, 1), date(2025, 2, 28)),
            ("Minister", date(2025, 3, 1), None),
        ):
            hold_role(person=self.envoy, party=self.north, title=title, since_on=since, until_on=until, **ON)
        self.early, self.late = self._said("Not yet.", 1), self._said("Now we may.", 4)
        self.own = make.claim(self.home, assertion="Norland denies it.", asserted_by_party=self.north, stated=said(3))
        self.truce = make.proposal(self.home, title="Truce", claim=self.own)
        involve(proposal=self.truce, party=self.north, role=InvolvementRole.PROPOSER, claim=self.own, **ON)
        self.relief = make.condition(self.truce, text="Relief", claim=self.own)
        self._stands(Stance.REJECTS, self.early, 1)
        self._stands(Stance.ACCEPTS, self.late, 4)
        parts = [(self.north, EventRole.HOST), (self.envoy, EventRole.PARTICIPANT)]
        make.event(
            self.home,
            title="They met",
            ordinal=3,
            ordinal_note="since February",
            parts=parts,
            proposals=[self.truce],
            claim=self.own,
        )

    def _said(self, words: str, month: int) -> Claim:
        return make.claim(self.home, assertion=words, asserted_by_person=self.envoy, stated=said(month))

    def _stands(self, stance: Stance, claim: Claim, month: int) -> None:
        on = {"claim": claim, "stated": said(month), **ON}
        take_position(condition=self.relief, party=self.north, person=self.envoy, stance=stance, **on)


def test_a_party_with_its_positions_statements_and_meetings(page: Client, scene: Scene) -> None:
    answer = page.get(f"/parties/{scene.north.pk}/")
    actor = answer.context["found"].actor
    (stand,) = actor.stands
    assert [(each.condition.text, each.stance) for each in stand.positions] == [("Relief", "accepts")]
    assert (stand.name, stand.parts, stand.earlier) == ("Truce", ["proposer"], 1)
    assert [(each.claim.assertion, each.office) for each in actor.statements] == [
        ("Now we may.", "Minister"),
        ("Norland denies it.", ""),
        ("Not yet.", "Envoy"),
    ]
    text = plain(answer)
    assert "They met no. 3 since February with Vera Vale Truce" in text
    assert '<bdi lang="uk">Норландія</bdi>' in answer.content.decode()
    assert "Sudland since Sat 1 Feb" in text


def test_a_person_with_offices_and_what_they_said_in_them(page: Client, scene: Scene) -> None:
    text = plain(page.get(f"/people/{scene.envoy.pk}/"))
    assert "Now we may. Vera Vale, Minister" in text
    assert "Not yet. Vera Vale, Envoy" in text
    assert "They met no. 3 since February with Norland Truce" in text
    assert "Minister Norland since Sat 1 Mar Envoy Norland Mon 1 Jan 2024 – Fri 28 Feb" in text
    assert text.index("Accepts") < text.index("1 earlier position")


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2024, 6, 1), "Envoy"), (date(2025, 2, 28), "Envoy, Minister"), (date(2026, 1, 1), "Minister"), (None, "")],
)
def test_the_office_of_a_day(day: date | None, held: str) -> None:
    roles = [
        Role(1, None, "Envoy", date(2024, 1, 1), date(2025, 2, 28)),
        Role(2, None, "Minister", date(2025, 2, 28), None),
    ]
    assert office_on(roles, day) == held


def test_a_past_day_knows_no_later_word(page: Client, scene: Scene) -> None:
    answer = page.get(f"/parties/{scene.north.pk}/?as_of=2025-02-01")
    actor = answer.context["found"].actor
    assert ([each.claim.assertion for each in actor.statements], actor.stands, actor.meetings) == (["Not yet."], [], [])
    # In the page itself: the theme's button beside it changes nothing of the record.
    assert 'method="post"' not in answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert page.get(f"/parties/{scene.north.pk}/?known_at=2025-04-01").status_code == 404


@pytest.mark.parametrize(
    ("page_of", "noun", "query"),
    [
        ("parties", "parties", "q=норландія"),
        ("parties", "parties", "actor_type__in=state,coalition&ordering=-name"),
        ("parties", "parties", "member_of={south}"),
        ("people", "people", "q=вера вейл"),
        ("people", "people", "party={north}"),
    ],
)
def test_page_and_api_list_the_same(page: Client, scene: Scene, page_of: str, noun: str, query: str) -> None:
    asked = query.format(north=scene.north.pk, south=scene.south.pk)
    api = page.get(f"/api/v1/{noun}/?{asked}&page_size=50").json()["results"]
    listed = page.get(f"/{page_of}/?{asked}").context["records"]
    assert [row.id for row in listed] == [row["id"] for row in api]
    assert listed


def test_what_is_not_understood_is_told_and_nothing_is_listed(page: Client, scene: Scene) -> None:
    answer = page.get("/parties/?kind=state")
    assert (answer.status_code, answer.context["records"]) == (400, [])
    assert "Nothing matches these filters." in plain(page.get("/people/?q=nobody+like+this"))


def test_watching_a_party_and_a_person(page: Client, reader: User, scene: Scene) -> None:
    for address, name in ((f"/parties/{scene.north.pk}/", "party"), (f"/people/{scene.envoy.pk}/", "person")):
        mine = Subscription.objects.visible_to(reader).filter(user=reader, ended_at=None)
        running = mine.filter(**{f"{name}__isnull": False})
        for wish, count in (("on", 1), ("on", 1), ("off", 0)):
            answer = page.post(f"{address}watch/", {"watch": wish})
            assert (answer.headers["Location"], running.count()) == (address, count)
        assert page.post(f"{address}watch/", {"watch": "maybe"}).status_code == 404


def test_reading_a_restricted_party_is_kept_and_nobody_else_reads_it(page: Client, reader: User, scene: Scene) -> None:
    closed = make.negotiation(restricted=True)
    hidden = make.party(name="Quorvandel", negotiation=closed)
    join_group(party=scene.north, group=make.party(name="Quorvandel II", negotiation=closed), **ON)
    assert page.get(f"/parties/{hidden.pk}/").status_code == 404
    assert "Quorvandel" not in plain(page.get("/parties/")) + plain(page.get(f"/parties/{scene.north.pk}/"))
    make.member(closed, reader)
    assert page.get(f"/parties/{hidden.pk}/").status_code == 200
    reads = ReadRecord.objects.unscoped(reason="test").filter(negotiation=closed)
    assert list(reads.values_list("what", flat=True)) == [f"party {hidden.pk}"]


def test_three_rows_cost_as_many_statements_as_one(page: Client, scene: Scene) -> None:
    def one_more() -> None:
        other = make.party(names=[("Інша", "uk", NameKind.SHORT)])
        join_group(party=other, group=scene.south, **ON)
        hold_role(person=make.person(), party=scene.north, title="Clerk", **ON)
        more = make.proposal(scene.home, claim=scene.own)
        on = {"party": scene.north, "person": scene.envoy, "claim": scene.own, **ON}
        take_position(proposal=more, stance=Stance.ACCEPTS, **on)
        make.claim(scene.home, asserted_by_person=scene.envoy, stated=said(4))
        parts = [(scene.north, EventRole.HOST), (scene.envoy, EventRole.HOST)]
        make.event(scene.home, parts=parts, proposals=[more])

    addresses = ("/parties/", "/people/", f"/parties/{scene.north.pk}/", f"/people/{scene.envoy.pk}/")
    one_more()
    before = [statements(page, address) for address in addresses]
    one_more()
    one_more()
    assert [statements(page, address) for address in addresses] == before
