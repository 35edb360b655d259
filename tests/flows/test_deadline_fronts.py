"""The deadlines of the seeds, in every place a person meets them: the API, the page and the mail say the same."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.seeding import load_file_sets
from negotiations.actions.subscriptions import watch
from negotiations.ingest.seeds import read_file_sets
from negotiations.models import Deadline, Proposal, User
from tests import factories as make
from tests.alerts import Office, kyiv
from tests.mail_sink import MailSink

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FRIDAY, RUSSIAS, EASTER = "ends Friday", "30 days from 18 March 2025", "Easter"
COUNTED = {
    FRIDAY: "the first Friday after the day it was said: Friday 18 April 2025, until 24:00 in Kyiv",
    RUSSIAS: "30 days after 18 March 2025, that day not counted: Thursday 17 April 2025, until 24:00 in Kyiv",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def monday(settings: Any) -> None:
    """The clock of the pages stands at noon in Kyiv on Monday 14 April 2025."""
    settings.CLOCK_SHIFT = make.NOW - datetime.now(make.NOW.tzinfo)


@pytest.fixture
def reader(db: None) -> User:
    schema = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))
    file_sets = read_file_sets([SEEDS / "shared", SEEDS / "ukraine-2025"], schema)
    load_file_sets(file_sets=file_sets, actor=None, now=make.NOW)
    return make.user()


@pytest.fixture
def client(reader: User) -> Client:
    signed_in = Client()
    signed_in.force_login(reader)
    return signed_in


def freeze() -> Proposal:
    return Proposal.objects.unscoped(reason="test").get(short_title="Energy freeze")


def resolved(client: Client, *texts: str) -> list[dict[str, Any]]:
    said = {"reference": "2025-04-14T00:00", "tz": make.KYIV, "negotiation": freeze().negotiation.reference}
    items = [{**said, "text": text} for text in texts]
    answer = client.post("/api/v1/deadlines/resolve/", json.dumps({"items": items}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def words(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_api_resolves_and_explains_them(client: Client) -> None:
    friday, russias, easter = resolved(client, FRIDAY, RUSSIAS, EASTER)
    assert [each["result"] for each in (friday, russias, easter)] == ["2025-04-18", "2025-04-17", "2025-04-20"]
    assert {FRIDAY: friday["rule"], RUSSIAS: russias["rule"]} == COUNTED
    assert "Sunday 20 April 2025" in easter["rule"]


def test_the_api_shows_the_divergence_on_record(client: Client) -> None:
    deadline = Deadline.objects.unscoped(reason="test").get(expression=FRIDAY)
    told = client.get(f"/api/v1/deadlines/{deadline.pk}/").json()
    readings = {each["expression"]: (each["due_on"], each["rule"]) for each in told["readings"]}
    assert told["status"] == "disputed"
    assert readings == {FRIDAY: ("2025-04-18", COUNTED[FRIDAY]), RUSSIAS: ("2025-04-17", COUNTED[RUSSIAS])}


def test_the_page_explains_and_shows_the_divergence(client: Client) -> None:
    text = words(client, f"/proposals/{freeze().reference}/")
    deadline = Deadline.objects.unscoped(reason="test").get(expression=FRIDAY)
    assert f'href="#deadline-{deadline.pk}-voices"' in text
    for expression, rule in COUNTED.items():
        assert f'<q dir="auto">{expression}</q>' in text
        assert rule in text
    assert "<b>Fri 18 Apr</b>" in text
    assert "<b>Thu 17 Apr</b> Russia:" in text
    easter = Proposal.objects.unscoped(reason="test").get(short_title="Easter ceasefire")
    assert "<b>Sun 20 Apr</b>" in words(client, f"/proposals/{easter.reference}/")


def test_the_list_keeps_what_the_parties_tell_differently(client: Client) -> None:
    found = client.get("/api/v1/proposals/?divergent=true").json()["results"]
    assert sorted(each["short_title"] for each in found) == ["Black Sea truce", "Energy freeze"]
    told = {}
    for each in found:
        detail = client.get(f"/api/v1/proposals/{each['reference']}/").json()
        told[each["short_title"]] = [
            (one["attribute"], one["one_sided"], [account["party"]["name"] for account in one["accounts"]])
            for one in detail["divergences"]
        ]
    assert told == {
        "Black Sea truce": [("precondition", True, ["Russia"])],
        "Energy freeze": [
            ("starts", False, ["Russia", "Ukraine"]),
            ("scope", False, ["United States", "Russia"]),
        ],
    }
    page = words(client, "/proposals/?divergent=true")
    assert "Accounts differ" in page
    assert "Easter ceasefire</a>" not in page


def test_the_form_reads_them_as_the_record_does(client: Client) -> None:
    sent = {"move": "add", "proposal": freeze().reference, "said_on": "2025-04-14"}
    for expression, rule in COUNTED.items():
        answer = client.post("/deadlines/reading/", {**sent, "expression": expression})
        assert rule in " ".join(answer.content.decode().split())


def test_the_mail_says_the_day_the_words_and_the_other_count(office: Office, sink: MailSink, reader: User) -> None:
    watch(user=reader, proposal=freeze(), actor=reader, now=make.NOW)
    office.work(kyiv(15, 9))
    mails = {mail.message["Subject"]: mail.message for mail in sink.accepted}
    mail: Any = mails["Energy freeze ends in 3 days (Fri 18 Apr)"]
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "In the words: “ends Friday”, said Mon 14 Apr\n" in text
    assert "- Russia: “30 days from 18 March 2025”, Thu 17 Apr\n" in text
