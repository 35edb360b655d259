"""Zones are called by their city, in the language of the page."""

import pytest
from django.utils import translation

from config.cities import city


@pytest.mark.parametrize(
    ("language", "cities"),
    [
        ("en", ["Kyiv", "Moscow", "New York", "Kolkata", "Buenos Aires", "Canberra", "UTC", "UTC", "GMT+5"]),
        ("uk", ["Київ", "Москва", "Нью-Йорк", "Колката", "Буенос-Айрес", "Canberra", "UTC", "UTC", "GMT+5"]),
        ("tlh", ["Kyiv", "Moscow", "New York", "Kolkata", "Buenos Aires", "Canberra", "UTC", "UTC", "GMT+5"]),
    ],
)
def test_a_zone_is_called_by_its_city(language: str, cities: list[str]) -> None:
    zones = ["Europe/Kyiv", "Europe/Moscow", "America/New_York", "Asia/Kolkata", "America/Argentina/Buenos_Aires"]
    zones += ["Australia/Canberra", "UTC", "Etc/UTC", "Etc/GMT+5"]
    with translation.override(language):
        assert [city(zone) for zone in zones] == cities
