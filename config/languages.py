"""The languages that people can choose, and where their catalogues lie."""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO

OWN = ("en", "uk")


def offered(*folders: Path) -> list[tuple[str, str]]:
    """Parley's own languages and those with a catalogue in a further folder, each with the name it has for itself."""
    further = sorted(path.parent.parent.name for folder in folders for path in folder.glob("*/LC_MESSAGES/django.mo"))
    codes = dict.fromkeys((*OWN, *(code for code in further if code in LANG_INFO)))
    return [(code, str(LANG_INFO[code]["name_local"]).capitalize()) for code in codes]
