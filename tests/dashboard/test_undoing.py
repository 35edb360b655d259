"""Undo beside what was saved and in the history; the history itself; and two days of a proposal side by side."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.enums import ProposalStatus, Stance
from negotiations.models import Proposal, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import plain
from tests.dashboard.test_proposal_moves import changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def undo_form(shown: str) -> tuple[str, str]:
    found = re.search(r'action="(/undo/[^"]+)".*?name="next" value="([^"]*)"', shown)
    assert found
    return found[1], found[2]


def test_the_message_offers_undo_once_and_the_history_for_ten_minutes(
    page: Client, truce: Proposal, set_clock: Any
) -> None:
    changed(page, truce)
    address = f"/proposals/{truce.reference}/"
    shown = plain(page.get(address))
    action, back = undo_form(shown)
    assert (back, "/undo/" in plain(page.get(address))) == (address, False)
    assert undo_form(plain(page.get(f"{address}history/")))[0] == action
    set_clock(TUESDAY + timedelta(minutes=11))
    assert "/undo/" not in plain(page.get(f"{address}history/"))


def test_undoing_goes_back_to_the_page_and_says_so(page: Client, truce: Proposal) -> None:
    changed(page, truce)
    action, back = undo_form(plain(page.get(f"/proposals/{truce.reference}/")))
    answer = page.post(action, {"next": back})
    truce.refresh_from_db()
    assert (answer["Location"], truce.status) == (back, "under discussion")
    assert "Undone. The history keeps both" in plain(page.get(back))
    page.post(action, {"next": back})
    assert "This has been undone already." in plain(page.get(back))
    history = plain(page.get(f"{back}history/"))
    assert "Talks broke off" in history
    assert "</svg>" in history
    assert ">undone<" in history


def test_undo_never_leads_off_the_site_and_is_never_done_by_opening(page: Client, truce: Proposal) -> None:
    changed(page, truce)
    action, _ = undo_form(plain(page.get(f"/proposals/{truce.reference}/")))
    assert page.get(action).status_code == 405
    assert page.post(action, {"next": "https://elsewhere.example/"})["Location"] == "/"


class TestHistory:
    def test_every_change_of_what_hangs_on_it_is_told_field_by_field(
        self, page: Client, reader: User, truce: Proposal
    ) -> None:
        north = make.party(name="North")
        relief = make.condition(truce, text="Relief")
        claim = make.claim(truce.negotiation)
        take_position(condition=relief, party=north, stance=Stance.REJECTS, claim=claim, actor=reader, now=TUESDAY)
        changed(page, truce, reason="Talks broke off")
        shown = plain(page.get(f"/proposals/{truce.reference}/history/"))
        for words in ("<ins>rejects</ins>", "<del>under discussion</del>", "<ins>on hold</ins>", "Talks broke off"):
            assert words in shown
        assert "<b>Ada Reader</b>" in shown

    def test_nothing_of_another_proposal_is_there_and_a_hidden_one_is_absent(self, page: Client) -> None:
        mine, other = make.proposal(title="Mine"), make.proposal(title="Other words")
        assert "Other words" not in plain(page.get(f"/proposals/{mine.reference}/history/"))
        hidden = make.proposal(make.negotiation(restricted=True))
        assert page.get(f"/proposals/{hidden.reference}/history/").status_code == 404
        assert other.pk != mine.pk

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_statements_does_not_grow(
        self, page: Client, truce: Proposal, number: int, django_assert_max_num_queries: Any
    ) -> None:
        for text in range(number):
            make.condition(truce, text=f"Condition {text}")
        with django_assert_max_num_queries(18):
            page.get(f"/proposals/{truce.reference}/history/")


class TestTwoDays:
    def compared(self, page: Client, truce: Proposal, first: str, second: str, **asked: str) -> Any:
        return page.get(f"/proposals/{truce.reference}/history/", {"from": first, "to": second, **asked})

    def test_old_and_new_stand_in_place(self, page: Client, truce: Proposal) -> None:
        change_status(
            proposal=truce,
            status=ProposalStatus.AGREED,
            reason="Signed",
            claim=make.claim(truce.negotiation),
            stated=WorldMoment.day(TUESDAY.date(), make.KYIV),
            actor=None,
            now=TUESDAY,
        )
        answer = self.compared(page, truce, "2025-04-14", "2025-04-15")
        shown = plain(answer)
        assert "<del>Under discussion</del> <ins>Agreed</ins>" in shown
        same = self.compared(page, truce, "2025-04-14", "2025-04-14")
        assert "<del>" not in plain(same).split("Every change")[0]

    def test_a_day_before_it_was_on_record_says_nothing(self, page: Client, truce: Proposal) -> None:
        assert "On neither day" in plain(self.compared(page, truce, "2025-01-01", "2025-01-02"))
        assert "<ins>Under discussion</ins>" in plain(self.compared(page, truce, "2025-01-01", "2025-04-15"))

    def test_by_all_that_is_known_now_or_by_what_had_been_recorded_then(self, page: Client) -> None:
        said = [WorldMoment.day(date(2025, 4, number), make.KYIV) for number in (10, 12)]
        truce = make.proposal(status=ProposalStatus.TABLED, stated=said[0])
        moved = {"status": ProposalStatus.AGREED, "reason": "Signed", "stated": said[1], "actor": None, "now": TUESDAY}
        change_status(proposal=truce, claim=make.claim(truce.negotiation), **moved)
        days = ("2025-04-11", "2025-04-13")
        assert "<del>Tabled</del> <ins>Agreed</ins>" in plain(self.compared(page, truce, *days))
        # It was recorded on the 14th.
        assert "On neither day" in plain(self.compared(page, truce, *days, known="true"))

    @pytest.mark.parametrize(
        ("first", "second", "told"),
        [
            ("yesterday", "2025-04-15", "First day: Write a day such as 2025-04-18."),
            ("2025-04-14", "", "Second day: choose a day."),
            ("2025-04-14", "2025-04-16", "Second day: this day has not come yet."),
        ],
    )
    def test_what_is_no_day_is_told(self, page: Client, truce: Proposal, first: str, second: str, told: str) -> None:
        assert told in plain(self.compared(page, truce, first, second))
