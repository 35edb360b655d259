"""Add from a text: suggested, confirmed, and nothing saved before that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from negotiations.actions.people import hold_role
from negotiations.enums import MemberRole
from negotiations.models import Article, Claim, Deadline, Event, Position
from tests import factories as make
from tests.kept import kept

TEXT = """The envoy spoke.
Ada Lovelace said “the guns fall silent tonight”. Others called it "brave".
The truce expires on 2 May 2025."""
WHY = {"reason": "test"}


def build() -> dict[str, Any]:
    home, user = make.negotiation(), make.user()
    make.member(home, user, MemberRole.EDITOR)
    ada = make.person(name="Ada Lovelace")
    hold_role(person=ada, party=make.party(name="Borduria"), title="Envoy", actor=None, now=make.NOW)
    return {"home": home, "user": user, "ada": ada, "truce": make.proposal(home, title="Truce")}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    with kept(build, django_db_blocker) as scene:
        yield scene


@pytest.fixture
def scene(built: dict[str, Any], db: None, tuesday: Any) -> dict[str, Any]:
    return deepcopy(built)


@pytest.fixture
def page(scene: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(scene["user"])
    return client


def address(scene: dict[str, Any]) -> str:
    return f"/add/text/?negotiation={scene['home'].reference}"


def document(**given: str) -> dict[str, str]:
    """What is typed on the first page."""
    typed = {"text": TEXT, "article_title": "Guns to fall silent", "source_name": "The Courier"}
    return {**typed, "published_on": "2025-04-15", **given}


def entries(text: str) -> dict[str, str]:
    """What the page would send if nothing were changed."""
    sent = {}
    for tag in re.findall(r"<input[^>]*name=\"e\d+-[^>]*>", text):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            sent[name[1]] = value[1] if value else "on" if "checked" in tag else ""
    for name, value in re.findall(r'<textarea name="(e\d+-[^"]*)"[^>]*>\n?(.*?)</textarea>', text, re.S):
        sent[name] = value
    for name, options in re.findall(r'<select name="(e\d+-[^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def read(page: Client, scene: dict[str, Any], **given: str) -> str:
    answer = page.post(address(scene), document(do="read", **given))
    assert answer.status_code == 200
    return answer.content.decode()


def test_reading_suggests_and_saves_nothing(page: Client, scene: dict[str, Any]) -> None:
    before = Article.objects.unscoped(**WHY).count()
    text = read(page, scene)
    sent = entries(text)
    assert [sent[f"e{n}-kind"] for n in range(3)] == ["statement", "statement", "deadline"]
    assert (sent["e0-quotation"], sent["e0-said_by"]) == ("the guns fall silent tonight", f"person:{scene['ada'].pk}")
    assert ("e0-keep" in sent, "e1-keep" in sent, "e2-keep" in sent) == (True, False, True)
    assert "<span data-ticked>2</span>" in text
    assert '<mark id="t0">the guns fall silent tonight</mark>' in text
    assert "Fri 2 May 2025" in text
    assert Article.objects.unscoped(**WHY).count() == before


def test_saving_records_the_source_its_text_and_what_is_ticked(page: Client, scene: dict[str, Any]) -> None:
    sent = {**entries(read(page, scene)), "e2-proposal": str(scene["truce"].pk)}
    answer = page.post(address(scene), {**document(do="save"), **sent})
    assert answer.status_code == 302, re.findall(r'class="err"[^>]*>.*?</p>', answer.content.decode())
    article = Article.objects.unscoped(**WHY).get(title="Guns to fall silent")
    assert (article.text, article.content_hash) == (TEXT, sha256(TEXT.encode()).hexdigest())
    claims = Claim.objects.unscoped(**WHY).filter(article=article).order_by("pk")
    assert [(claim.quotation, claim.asserted_by_person) for claim in claims] == [
        ("the guns fall silent tonight", scene["ada"]),
        ("", None),
    ]
    deadline = Deadline.objects.unscoped(**WHY).get(claim=claims[1])
    assert (deadline.expression, deadline.due_on, deadline.proposal) == (
        "expires on 2 May 2025",
        date(2025, 5, 2),
        scene["truce"],
    )
    assert "already" in read(page, scene, article_title="The same once more")


def test_a_statement_can_be_a_position_second_hand_unless_the_party_speaks(page: Client, scene: dict[str, Any]) -> None:
    own = scene["ada"].roles.unscoped(**WHY).get().party
    other, asked = make.party(name="Sylvania"), make.condition(scene["truce"], text="Guns are withdrawn")
    sent = entries(read(page, scene))

    def saved(title: str, **given: str) -> Any:
        typed = document(do="save", article_title=title, source_name=title)
        return page.post(address(scene), {**typed, **sent, **given})

    wrong = saved("No party", **{"e0-about": asked.reference})
    places = [fault.at for fault in wrong.context["faults"]]
    assert (wrong.status_code, places) == (422, ["id_e0-stance", "id_e0-party"])
    for party, about in ((own, scene["truce"]), (other, asked)):
        whose = {"e0-about": about.reference, "e0-stance": "accepts", "e0-party": f"party:{party.pk}"}
        assert saved(f"Of {party}", **whose).status_code == 302
    rows = Position.objects.unscoped(**WHY).filter(claim__article__title__startswith="Of ").order_by("pk")
    assert [(row.party, row.person, row.by_proxy, row.proposal, row.condition) for row in rows] == [
        (own, scene["ada"], False, scene["truce"], None),
        (other, None, True, None, asked),
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"e0-quotation": "the guns fall quiet tonight"}, "do not stand in the text"),
        ({"e0-assertion": ""}, "This field is required."),
        ({"e2-title": ""}, "Fill this in."),
        ({"e2-expression": "in a while"}, "do not stand in the text"),
        ({"e0-said_by": "person:987654321"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    page: Client, scene: dict[str, Any], changed: dict[str, str], told: str
) -> None:
    sent = entries(read(page, scene))
    before = Claim.objects.unscoped(**WHY).count()
    answer = page.post(address(scene), {**document(do="save"), **sent, **changed})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert Claim.objects.unscoped(**WHY).count() == before
    # What is not ticked need not be right.
    number = next(iter(changed))[:2]
    left = {name: value for name, value in {**sent, **changed}.items() if name != f"{number}-keep"}
    assert page.post(address(scene), {**document(do="save"), **left}).status_code == 302


MET = "Ada Lovelace met with Borduria on 10 April 2025.\nBorduria held talks. The summit was long."


def test_a_meeting_is_suggested_recorded_and_the_next_time_recognised(page: Client, scene: dict[str, Any]) -> None:
    sent = entries(read(page, scene, text=MET))
    # Without a day it is not ticked; where nobody is named there is nothing to suggest.
    assert [(sent[f"e{n}-kind"], f"e{n}-keep" in sent) for n in range(2)] == [("meeting", True), ("meeting", False)]
    assert (sent["e0-on"], "e2-kind" in sent) == ("2025-04-10", False)
    page.post(address(scene), {**document(do="save", text=MET), **sent})
    meeting = Event.objects.unscoped(**WHY).get(negotiation=scene["home"])
    parts = meeting.parts.unscoped(**WHY)
    assert (meeting.occurred_on, meeting.category, sorted(str(part.person or part.party) for part in parts)) == (
        date(2025, 4, 10),
        "CONSULT",
        ["Ada Lovelace", "Borduria"],
    )
    other = {"text": f"{MET} Again.", "article_title": "Another", "source_name": "The Herald"}
    text = read(page, scene, **other)
    assert "Looks like a meeting you already have." in text
    again = {**entries(text), "e0-keep": "on"}
    assert again["e0-same_as"] == str(meeting.pk)
    claims = Claim.objects.unscoped(**WHY).filter(negotiation=scene["home"])
    before = claims.count()
    answer = page.post(address(scene), {**document(do="save", **other), **again})
    assert answer.status_code == 302, re.findall(r'class="flash bad".*?</div>', answer.content.decode(), re.S)
    assert (Event.objects.unscoped(**WHY).filter(negotiation=scene["home"]).count(), claims.count()) == (1, before + 1)


def test_a_passage_that_somebody_chose_becomes_an_entry_beside_the_others(page: Client, scene: dict[str, Any]) -> None:
    sent = {**entries(read(page, scene)), "e0-assertion": "Typed before"}
    chosen = {"more": "The envoy\r\nspoke.", "more_kind": "statement"}
    answer = page.post(address(scene), {**document(do="more"), **sent, **chosen})
    text = answer.content.decode()
    assert (answer.status_code, "Typed before" in text) == (200, True)
    assert 'name="passage" value="statement:0:16"' in text
    more = entries(text)
    assert (more["e3-kind"], more["e3-assertion"], more["e3-quotation"], "e3-keep" in more) == (
        *("statement", "The envoy spoke.", ""),
        True,
    )
    saved = page.post(address(scene), {**document(do="save"), **more, "passage": "statement:0:16"})
    assert saved.status_code == 302
    article = Article.objects.unscoped(**WHY).get(title="Guns to fall silent")
    assert Claim.objects.unscoped(**WHY).filter(article=article, assertion="The envoy spoke.").count() == 1


def test_a_passage_that_does_not_stand_in_the_text_is_told(page: Client, scene: dict[str, Any]) -> None:
    for given in ({"more": "Nobody said this"}, {"more": ""}, {"more": "brave", "more_kind": "rumour"}):
        answer = page.post(address(scene), document(do="more", more_kind="statement") | given)
        assert (answer.status_code, "Choose a passage" in answer.content.decode()) == (422, True)


def test_a_text_with_nothing_in_it_is_kept_as_a_source(page: Client, scene: dict[str, Any]) -> None:
    assert "Keep it as a source" in read(page, scene, text="Nothing was said.")
    assert page.post(address(scene), document(do="save", text="Nothing was said.")).status_code == 302
    assert Article.objects.unscoped(**WHY).get(text="Nothing was said.").to_be_read is False


def test_kept_for_later_it_stands_in_needs_you_until_it_is_read(page: Client, scene: dict[str, Any]) -> None:
    assert page.post(address(scene), document(do="later")).status_code == 302
    article = Article.objects.unscoped(**WHY).get(title="Guns to fall silent")
    link = f"/add/text/?article={article.reference}"
    assert f'href="{link}"' in page.get("/").content.decode()
    sent = entries(page.get(link).content.decode())
    assert page.post(link, {"do": "save", **sent}).status_code == 302
    assert Claim.objects.unscoped(**WHY).filter(article=article).count() == 2
    assert link not in page.get("/").content.decode()


def test_nothing_to_take_from_it_takes_it_off_the_list(page: Client, scene: dict[str, Any]) -> None:
    page.post(address(scene), document(do="later"))
    article = Article.objects.unscoped(**WHY).get(title="Guns to fall silent")
    link = f"/add/text/?article={article.reference}"
    assert page.post(link, {"do": "done"}).status_code == 302
    assert link not in page.get("/").content.decode()


def test_without_text_or_source_the_first_page_says_so(page: Client, scene: dict[str, Any]) -> None:
    answer = page.post(address(scene), {"do": "read"})
    assert (answer.status_code, answer.content.decode().count('<p class="err"')) == (422, 4)


def test_line_breaks_of_browsers_are_taken_as_one(page: Client, scene: dict[str, Any]) -> None:
    page.post(address(scene), document(do="later", text=TEXT.replace("\n", "\r\n")))
    assert Article.objects.unscoped(**WHY).get(title="Guns to fall silent").text == TEXT


def test_strangers_and_unknown_documents_find_nothing(page: Client, scene: dict[str, Any]) -> None:
    stranger = Client()
    stranger.force_login(make.user(is_staff=False))
    assert stranger.get(address(scene)).status_code == 404
    assert page.get("/add/text/?article=S-987654").status_code == 404
