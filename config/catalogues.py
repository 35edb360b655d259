"""The catalogues of translated text: gather what the code and templates say, keep the .po files in step, compile them.

    python -m config.catalogues              every catalogue of this project
    python -m config.catalogues pseudo DIR   an Arabic-looking catalogue in DIR, to try pages from right to left

Babel does the work, so that no machine needs GNU gettext. The compiled .mo files are kept beside their .po files:
whoever only runs Parley compiles nothing. Needs the development requirements.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
_JINJA = ROOT / "templates" / "jinja2"
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>")
_LOUD = {"silent": "false"}  # a template that cannot be read is told, not passed over
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a compiled catalogue changes only when its texts do
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "ابتثجحخدذرزسشصضطظعغفقكلمنه",
)

Key = tuple[str | None, str | tuple[str, ...]]


def wanted() -> list[Key]:
    """Every text that the code and the templates mark for translation, with its context, sorted."""
    found = {*_in_code(), *_in_templates()}
    return sorted(found, key=lambda key: (str(key[1]), key[0] or ""))


def _in_code() -> Iterator[Key]:
    for folder in ("config", "negotiations"):
        for path in (ROOT / folder).rglob("*.py"):
            with path.open("rb") as file:
                yield from _marked(file)


def _in_templates() -> Iterator[Key]:
    for path in (ROOT / "templates").rglob("*.*"):
        if path.is_relative_to(_JINJA):
            with path.open("rb") as file:
                yield from _marked(file, babel_extract)
        elif path.suffix in (".html", ".txt"):
            for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines():
                # What is no text becomes rows of X, which no Python tokenizer reads as a whole.
                yield from _marked(io.BytesIO(line.strip().encode()))


def _marked(file: io.BufferedReader | io.BytesIO, language: Any = "python") -> Iterator[Key]:
    for _line, message, _comments, context in extract(language, file, _KEYWORDS, options=_LOUD):
        if message:
            yield context, message


def read(language: str, folder: Path = LOCALE) -> Catalog:
    """The catalogue of one language; an empty one if there is none yet."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def in_step(language: str) -> Catalog:
    """The catalogue with exactly the texts that are wanted; those that are new have no translation."""
    before, after = read(language), Catalog(locale=language, charset="utf-8", fuzzy=False)
    for context, identity in wanted():
        known = before.get(identity, context)
        after.add(identity, known.string if known else None, context=context)
    return after


def save(catalogue: Catalog, folder: Path = LOCALE) -> None:
    """Write the .po file and, compiled, the .mo file."""
    target = folder / str(catalogue.locale) / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    po = io.BytesIO()
    write_po(po, catalogue, width=110, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    (target / "django.po").write_bytes(header.encode() + po.getvalue())
    (target / "django.mo").write_bytes(compiled(str(catalogue.locale), folder))


def compiled(language: str, folder: Path = LOCALE) -> bytes:
    """What the .mo file of a catalogue has to hold, its header without a date."""
    mo = io.BytesIO()
    write_mo(mo, _undated(read(language, folder)))
    return mo.getvalue()


def _undated(catalogue: Catalog) -> Catalog:
    kept = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False, creation_date=_NEVER, revision_date=_NEVER)
    kept.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", catalogue.plural_forms),
    ]
    for message in catalogue:
        if message.id and done(message):
            kept.add(message.id, message.string, context=message.context)
    return kept


def done(message: Message) -> bool:
    """Whether every form of a message is translated."""
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def pseudo() -> Catalog:
    """Every text in Arabic letters and a third longer: readable by nobody, it shows what a mirrored page does."""
    catalogue = Catalog(locale="ar", charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    for context, identity in wanted():
        forms = identity if isinstance(identity, tuple) else (identity,)
        said = tuple(_arabic(form) for form in forms)
        catalogue.add(identity, said if isinstance(identity, tuple) else said[0], context=context)
    return catalogue


def _arabic(text: str) -> str:
    parts = re.split(f"({PLACEHOLDERS.pattern})", text)
    mirrored = "".join(part if at % 2 else part.lower().translate(_ARABIC) for at, part in enumerate(parts))
    return mirrored + " " + "ـ" * (len(text) // 3) if len(text) > 3 else mirrored


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["pseudo"] and len(arguments) == 2:
        save(pseudo(), Path(arguments[1]))
        return
    for language in sorted(path.name for path in LOCALE.iterdir() if path.is_dir()):
        catalogue = in_step(language)
        save(catalogue)
        missing = [message for message in catalogue if message.id and not done(message)]
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {len(missing)} without translation\n")
        sys.stdout.writelines(f"  {message.id}\n" for message in missing)


if __name__ == "__main__":
    main(sys.argv[1:])
