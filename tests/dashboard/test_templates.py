"""What the content policy and the design forbid in any template or style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from negotiations.dashboard.sheet import FILES

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.relative_to(ROOT).parts
)
STYLES = sorted((ROOT / "negotiations/static/parley/css").glob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_a_looser_policy(path: Path) -> None:
    text = path.read_text()
    script = r'<script(?![^>]*(?:\bsrc=|type="application/json"))'  # what is data is never run
    assert re.findall(rf"<style|\sstyle=|\son[a-z]+=|{script}|javascript:", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_symbol_used_is_in_the_sprite(path: Path) -> None:
    sprite = (ROOT / "templates/_sprite.html").read_text()
    used = re.findall(r'(?:{% icon "|icon\("|href="#)([a-z]-[a-z-]+)"', path.read_text())
    assert [name for name in used if f'id="{name}"' not in sprite] == []


@pytest.mark.parametrize("path", [path for path in STYLES if path.stem != "tokens"], ids=lambda path: path.stem)
def test_only_the_tokens_name_colours_and_only_logical_sides_are_used(path: Path) -> None:
    text = path.read_text().split("@layer print")[0]
    assert re.findall(r"#[0-9a-f]{3,8}\b(?![-\w]*\")", re.sub(r'"[^"]*"', "", text)) == []
    assert re.findall(r"(?:margin|padding|border|inset)-(?:left|right)|\b(?:left|right):", text) == []


def test_every_style_sheet_is_part_of_the_one_that_is_served() -> None:
    assert sorted(path.stem for path in STYLES) == sorted(FILES)
