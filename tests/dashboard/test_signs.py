from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from negotiations.dashboard.signs import ENTRY, MOMENTUM, NOT_ON_RECORD, OUTCOME, STANCE, STATUS, TREND
from negotiations.enums import DeadlineStatus, Momentum, ProposalStatus, Stance, Trend

SPRITE = (Path(settings.BASE_DIR) / "templates/_sprite.html").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


def test_every_value_of_a_code_list_has_a_sign() -> None:
    assert set(STATUS) == set(ProposalStatus)
    assert set(MOMENTUM) == set(Momentum)
    assert set(TREND) == set(Trend)
    assert set(STANCE) == {*Stance, NOT_ON_RECORD}
    assert set(OUTCOME) == set(DeadlineStatus)


def test_every_sign_is_drawn() -> None:
    signs = [*STATUS.values(), *MOMENTUM.values(), *TREND.values(), *STANCE.values(), *OUTCOME.values()]
    assert {sign.glyph for sign in signs} | set(ENTRY.values()) <= SYMBOLS


@pytest.mark.parametrize("signs", [STANCE, MOMENTUM])
def test_signs_of_one_kind_differ_in_their_outline(signs: dict[str, object]) -> None:
    glyphs = [getattr(sign, "glyph", "") for sign in signs.values()]
    assert len(set(glyphs)) == len(glyphs)
