"""The catalogues hold what the code says, translated, with every placeholder, and compiled."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from config.catalogues import LOCALE, PLACEHOLDERS, compiled, done, pseudo, read, save, wanted

LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def forms(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (list, tuple)) else (str(said),)


def test_ukrainian_is_among_them() -> None:
    assert "uk" in LANGUAGES


def test_texts_of_code_and_of_both_kinds_of_templates_are_gathered() -> None:
    texts = {identity for _context, identity in wanted()}
    assert {"Overview", "ask every time", ("%(n)s day", "%(n)s days"), "Times in %(zone)s."} <= texts
    assert {"No conditions yet", "Choose %(name)s", ("and %(n)s more", "and %(n)s more")} <= texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_to_nothing_is_untranslated(language: str) -> None:
    """What is missing is listed as a warning; more than one text in fifty is a fault."""
    catalogue, texts = read(language), wanted()
    missing = [
        str(identity)
        for context, identity in texts
        if (found := catalogue.get(identity, context)) is None or not done(found)
    ]
    if missing:
        warnings.warn(f"{language}: run python -m config.catalogues and translate: {missing}", stacklevel=1)
    assert len(missing) * 50 <= len(texts), missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in read(language):
        if message.id and done(message):
            allowed = [sorted(PLACEHOLDERS.findall(text)) for text in forms(message.id)]
            for text in forms(message.string):
                assert sorted(PLACEHOLDERS.findall(text)) in allowed, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert (LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes() == compiled(language)


def test_the_pseudo_catalogue_is_whole_longer_and_written_from_right_to_left(tmp_path: Path) -> None:
    save(pseudo(), tmp_path)
    catalogue = read("ar", tmp_path)
    found = catalogue.get("Times in %(zone)s.")
    assert found is not None
    assert len(str(found.string)) > len("Times in %(zone)s.")
    assert PLACEHOLDERS.findall(str(found.string)) == ["%(zone)s"]
    assert "\u0600" <= str(found.string)[0] <= "\u06ff"
