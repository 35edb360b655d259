"""Each person reads pages in the language they chose; programs always read English."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from config.languages import offered
from tests import factories as make

UKRAINIAN = {"HTTP_ACCEPT_LANGUAGE": "uk"}


def test_english_and_ukrainian_are_offered_and_what_a_further_folder_holds(tmp_path: Path) -> None:
    target = tmp_path / "ar" / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "django.mo").write_bytes(b"")
    assert offered() == [("en", "English"), ("uk", "Українська")]
    assert [code for code, _name in offered(tmp_path)] == ["en", "uk", "ar"]


@pytest.mark.django_db
def test_before_signing_in_the_browser_says_which_language() -> None:
    page = Client().get("/accounts/login/", **UKRAINIAN)  # type: ignore[arg-type]
    assert '<html lang="uk" dir="ltr"' in page.content.decode()
    assert "Увійти" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "heading"), [("uk", "Огляд"), ("en", "Overview")])
def test_once_signed_in_the_person_says_which(language: str, heading: str) -> None:
    reader = make.user()
    reader.language = language
    reader.save()
    client = Client()
    client.force_login(reader)
    page = client.get("/", **UKRAINIAN)  # type: ignore[arg-type]
    assert f'<html lang="{language}"' in page.content.decode()
    assert heading in page.content.decode()
    assert page.headers["Content-Language"] == language


@pytest.mark.django_db
def test_the_api_answers_in_english_whoever_asks() -> None:
    reader = make.user()
    reader.language = "uk"
    reader.save()
    client = Client()
    client.force_login(reader)
    answer = client.get("/api/v1/proposals/?limit=x", **UKRAINIAN)  # type: ignore[arg-type]
    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["title"] == "Parameters are unknown or invalid"
