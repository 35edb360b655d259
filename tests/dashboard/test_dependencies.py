"""What blocks what: the boxes, the lines between them, circles in words, and the day that is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from negotiations.actions.conditions import clear_dependency, make_depend, record_progress
from negotiations.dashboard.dependency_picture import WIDTH, picture
from negotiations.enums import Progress
from negotiations.models import Condition, Proposal
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import statements
from tests.kept import kept

pytestmark = pytest.mark.django_db
ON: dict[str, Any] = {"actor": None, "now": make.NOW}


class Scene:
    """Relief blocks the truce and waits for the ports; the ports once waited for talks; two wait for each other."""

    def __init__(self) -> None:
        self.home = make.negotiation(name="Talks")
        self.said = make.claim(self.home, stated=WorldMoment.day(date(2025, 4, 10), make.KYIV))
        self.truce: Proposal = make.proposal(self.home, title="Truce at sea", claim=self.said)
        self.relief = self._condition("Relief", blocks=True)
        self.ports, self.talks = self._condition("Open ports"), self._condition("Talks about talks")
        self.one, self.other = self._condition("One first"), self._condition("The other first")
        self.free = self._condition("Waits for nothing")
        self._waits(self.relief, self.ports)
        cleared = self._waits(self.ports, self.talks)
        clear_dependency(dependency=cleared, cleared_on=date(2025, 4, 13), reason="They met.", claim=self.said, **ON)
        self._waits(self.one, self.other)
        self._waits(self.other, self.one)

    def _condition(self, text: str, **given: Any) -> Condition:
        return make.condition(self.truce, text=text, claim=self.said, **given)

    def _waits(self, condition: Condition, needs: Condition) -> Any:
        return make_depend(condition=condition, needs=needs, claim=self.said, reason="It comes first.", **ON)


@pytest.fixture(scope="module")
def kept_scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with kept(Scene, django_db_blocker) as built:
        yield built


@pytest.fixture
def scene(kept_scene: Scene, db: None, tuesday: datetime) -> Scene:
    return deepcopy(kept_scene)


def drawn(page: Client, query: str = "") -> tuple[list[str], list[tuple[str, str, bool]]]:
    """The words of the boxes; for each line, what it comes from, where it leads, and whether it is settled."""
    context = page.get(f"/dependencies/{query}").context
    words = {each.box.reference: each.box.words for each in context["picture"].boxes}
    lines = [(words[line.tie.needed], words[line.tie.box], line.tie.settled) for line in context["picture"].lines]
    return list(words.values()), lines


def test_boxes_and_lines(page: Client, scene: Scene) -> None:
    boxes, lines = drawn(page)
    assert boxes == ["Relief", "Open ports", "Talks about talks", "One first", "The other first", "Truce at sea"]
    assert lines == [
        ("Open ports", "Relief", False),
        ("Talks about talks", "Open ports", True),
        ("The other first", "One first", False),
        ("One first", "The other first", False),
        ("Relief", "Truce at sea", False),
    ]
    text = " ".join(page.get("/dependencies/").content.decode().split())
    assert "1 proposal is held up." in text
    assert "cleared Sun 13 Apr" in text
    assert f"box={scene.one.reference}#chosen" in text[text.index("A circle:") : text.index("wait for each other")]
    assert "style=" not in text


def test_the_picture_is_the_same_each_time_and_mirrored_where_the_language_is(page: Client, scene: Scene) -> None:
    first, second = (page.get("/dependencies/") for _ in range(2))
    assert first.context["picture"] == second.context["picture"]
    found = first.context["found"]
    straight, turned = (picture(found, "", mirrored=mirrored) for mirrored in (False, True))
    assert straight == first.context["picture"]
    assert [box.x for box in turned.boxes] == [straight.width - box.x - WIDTH for box in straight.boxes]
    assert [line.x for line in turned.lines] == pytest.approx(
        [straight.width - line.x for line in straight.lines], abs=1
    )
    assert [line.number for line in straight.lines if line.circle] == [3, 4]


def test_choosing_a_box_lists_what_it_needs_and_holds_up(page: Client, scene: Scene) -> None:
    context = page.get(f"/dependencies/?box={scene.relief.reference}").context
    assert [box.words for box, _tie in context["needs"]] == ["Open ports"]
    assert [box.words for box, _tie in context["held_up"]] == ["Truce at sea"]
    away = [each.box.words for each in context["picture"].boxes if each.away]
    assert away == ["Talks about talks", "One first", "The other first"]
    answer = page.get("/dependencies/?box=C-99999")
    assert (answer.status_code, "there is no box “C-99999” here" in answer.content.decode()) == (400, True)
    misspelt = page.get("/dependencies/?chosen=P-1")
    assert (misspelt.status_code, "held up" in misspelt.content.decode()) == (400, False)


def test_a_past_day_has_its_own_lines(page: Client, scene: Scene) -> None:
    assert ("Talks about talks", "Open ports", False) in drawn(page, "?as_of=2025-04-12")[1]
    assert drawn(page, "?as_of=2025-04-09") == ([], [])
    assert drawn(page, "?as_of=2025-04-14&known_at=2025-04-13") == ([], [])
    record_progress(condition=scene.ports, progress=Progress.FULL, reason="Open.", claim=make.claim(scene.home), **ON)
    assert ("Open ports", "Relief", True) in drawn(page)[1]


@pytest.mark.parametrize("query", ["negotiation={home}", "proposal={truce}&blocks=true", "role=precondition"])
def test_page_and_api_choose_the_same_conditions(page: Client, scene: Scene, query: str) -> None:
    asked = query.format(home=scene.home.reference, truce=scene.truce.reference)
    known = [row["id"] for row in page.get(f"/api/v1/conditions/?{asked}&ordering=display_order").json()["results"]]
    tied = [number for number in known if number != scene.free.pk]
    assert page.get(f"/dependencies/?{asked}").context["found"].ids == tied


def test_more_than_sixty_boxes_ask_for_a_filter(page: Client, scene: Scene) -> None:
    rows = [deepcopy(scene.relief) for _ in range(60)]
    for number, row in enumerate(rows):
        row.pk, row.reference = None, f"C-9{number:03}"
    Condition.objects.unscoped(reason="test").bulk_create(rows)
    text = page.get("/dependencies/").content.decode()
    assert "66 boxes are too many for one picture." in text
    assert "Truce at sea" not in text


def test_what_is_hidden_is_no_box_and_no_line(page: Client, scene: Scene) -> None:
    hidden = make.proposal(make.negotiation(restricted=True), title="Quorvandel")
    make.condition(hidden, text="Quorvandel", blocks=True)
    answer = page.get("/dependencies/")
    assert "Quorvandel" not in answer.content.decode()


def test_three_proposals_cost_as_many_statements_as_one(page: Client, scene: Scene) -> None:
    before = statements(page, "/dependencies/")
    for _n in range(2):
        more = make.proposal(scene.home)
        waits, needed = (make.condition(more, blocks=True) for _ in range(2))
        make_depend(condition=waits, needs=needed, claim=scene.said, **ON)
    assert statements(page, "/dependencies/") == before
