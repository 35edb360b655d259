from __future__ import annotations

from datetime import datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client

from negotiations.enums import ProposalStatus
from negotiations.models import Subscription, User
from negotiations.queries.shapes import Reader
from negotiations.queries.sidebar import watched_proposals
from tests import factories
from tests.dashboard.conftest import TUESDAY

pytestmark = pytest.mark.django_db
PAGES = ("/", "/proposals/", "/proposals/P-1/", "/alerts/", "/mailbox/", "/accounts/2fa/", "/accounts/sessions/")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_asks_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("address", ["/", "/proposals/", "/nothing/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"])
def test_every_page_is_under_the_strict_policy(page: Client, tuesday: datetime, address: str) -> None:
    policy = page.get(address).headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/accounts/logout/", ["Settings", "Sign out"]),
        ("/accounts/2fa/totp/activate/", ["Settings", "Second factor", "Authenticator app"]),
        ("/nothing/", []),
    ],
)
def test_a_page_of_the_account_says_the_way_to_it(
    page: Client, tuesday: datetime, address: str, way: list[str]
) -> None:
    crumbs = page.get(address).context["crumbs"]
    assert [crumb.name for crumb in crumbs] == way
    assert [bool(crumb.href) for crumb in crumbs] == [True] * (len(way) - 1) + [False] * bool(way)


@pytest.fixture
def known(db: None) -> User:
    """Somebody who signs in by the form."""
    return factories.user(password=factories.PASSWORD)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, known: User, tuesday: datetime) -> None:
    login = client.get("/proposals/").headers["Location"]
    answer = client.post(login, {"login": known.email, "password": factories.PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/proposals/")
    assert client.get("/proposals/").status_code == 200


def test_a_wrong_password_is_told_beside_the_form(client: Client, known: User) -> None:
    answer = client.post("/accounts/login/", {"login": known.email, "password": "wrong"})
    assert answer.status_code == 200
    assert 'class="flash bad" role="alert"' in answer.content.decode()


def test_watched_proposals_come_nearest_first_and_end_with_their_watching(reader: User) -> None:
    home = factories.negotiation()
    watched = {name: factories.proposal(home, title=name) for name in ("undated", "dated", "left", "ended", "unseen")}
    factories.deadline(watched["dated"])
    for name, proposal in watched.items():
        Subscription(
            user=reader if name != "unseen" else factories.user(),
            negotiation=home,
            proposal=proposal,
            recorded_at=TUESDAY,
            ended_at=TUESDAY if name == "left" else None,
        ).save()
    watched["ended"].status = ProposalStatus.EXPIRED
    watched["ended"].save(update_fields=["status"])
    assert [(each.name, each.due_at is None) for each in watched_proposals(Reader(reader, TUESDAY))] == [
        ("dated", False),
        ("undated", True),
    ]


def test_the_sidebar_draws_only_pages_that_exist(page: Client, tuesday: datetime) -> None:
    text = page.get("/").content.decode()
    rail = text[text.index('class="rail"') : text.index('class="stage"')]
    links = [part.split('"')[0] for part in rail.split('href="')[1:] if not part.startswith("#")]
    assert [(link, page.get(link).status_code) for link in dict.fromkeys(links)] == [
        ("/", 200),
        ("/proposals/", 200),
        ("/positions/", 200),
        ("/timeline/", 200),
        ("/calendar/", 200),
        ("/dependencies/", 200),
        ("/corrections/", 200),
        ("/parties/", 200),
        ("/sources/", 200),
        ("/alerts/", 200),
        ("/settings/", 200),
    ]


def test_what_is_not_found_is_told_in_the_shell_and_outside_it(page: Client, client: Client, tuesday: datetime) -> None:
    for browser, shell in ((page, True), (client, False)):
        answer = browser.get("/nothing/")
        assert answer.status_code == 404
        assert "There is nothing at this address." in answer.content.decode()
        assert ('class="rail"' in answer.content.decode()) is shell


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_an_error_page_needs_nothing_to_be_drawn(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert text.count("<h1") == 1
    assert "Parley</title>" in text


def test_a_form_from_elsewhere_is_refused_in_our_words(known: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": known.email, "password": factories.PASSWORD})
    assert answer.status_code == 403
    assert "This form is no longer valid." in answer.content.decode()


def test_setting_up_an_authenticator_draws_its_code_in_the_page(client: Client, known: User) -> None:
    client.post("/accounts/login/", {"login": known.email, "password": factories.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    text = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "<svg" in text[text.index('class="qr"') :]
    assert "data:image" not in text


@pytest.mark.parametrize("address", ["/accounts/sessions/", "/nothing/"])
def test_the_clock_is_in_the_zone_that_the_foot_names(page: Client, tuesday: datetime, address: str) -> None:
    text = page.get(address).content.decode()
    assert ("12:40" in text, "09:40" in text) == (True, False)
