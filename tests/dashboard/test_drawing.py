"""What is drawn in Jinja2: every text is escaped, in the words of the reader's language."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client
from django.urls import reverse, set_script_prefix
from jinja2 import Environment, UndefinedError

from negotiations.dashboard.drawing import address
from negotiations.dashboard.proposal_columns import FURTHER, USUAL
from negotiations.enums import ProposalStatus
from tests import factories

FOLDER = Path(settings.BASE_DIR) / "templates/jinja2"
SCRIPT = "<script>alert('1')</script>"


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.*")), ids=lambda path: path.name)
def test_no_template_draws_a_text_as_markup(path: Path) -> None:
    drawing: Environment = engines["jinja2"].env
    assert drawing.get_template(path.relative_to(FOLDER).as_posix()).environment.autoescape is True
    assert re.findall(r"autoescape|\|\s*safe|Markup", path.read_text()) == []


def test_a_name_that_was_not_given_is_an_error_and_no_gap() -> None:
    with pytest.raises(UndefinedError):
        engines["jinja2"].env.from_string("{{ nobody_gave_this }}").render()


@pytest.mark.django_db
def test_every_text_of_a_row_is_escaped(page: Client, tuesday: datetime) -> None:
    home = factories.negotiation(name=f"Talks {SCRIPT}")
    proposal = factories.proposal(
        home,
        title=f"Title {SCRIPT}",
        summary=f"Summary {SCRIPT}",
        owner=factories.user(name=f"Owner {SCRIPT}"),
        status=ProposalStatus.ON_HOLD,
    )
    factories.condition(proposal, text=f"Condition {SCRIPT}", blocks=True)
    text = page.get(f"/proposals/?columns={','.join((*USUAL, *FURTHER))}&group=negotiation").content.decode()
    table = text.partition("<table")[2].partition("</table>")[0]
    stuck = page.get("/").content.decode().partition('id="stuck"')[2].partition("</ul>")[0]
    assert _said(table) == ["Talks", "Title", "Summary", "Owner", "Condition"]
    assert _said(stuck) == ["Title", "Condition"]
    assert "<script" not in table + stuck


def _said(text: str) -> list[str]:
    words = ("Talks", "Title", "Summary", "Owner", "Condition")
    return [word for word in words if f"{word} &lt;script&gt;" in text]


def test_an_address_follows_where_the_site_is_mounted() -> None:
    at_the_root = address("dashboard:proposal-detail", "P-7")
    try:
        set_script_prefix("/office/")
        assert (address("dashboard:proposal-detail", "P-7"), reverse("dashboard:proposal-detail", args=["P-7"])) == (
            f"/office{at_the_root}",
        ) * 2
    finally:
        set_script_prefix("/")
