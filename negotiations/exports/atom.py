"""The newest changes as an Atom feed (RFC 4287), for feed readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from negotiations.queries.changes import Change

MEDIA_TYPE = "application/atom+xml"
MOST = 200
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACE = "http://www.w3.org/2005/Atom"


def atom_of(changes: Sequence[Change], *, address: str, now: datetime) -> bytes:
    """A feed of these changes, newest first, found at `address`; `now` dates one that is empty."""
    feed = Element("feed", xmlns=_SPACE)
    _text(feed, "id", address)
    _text(feed, "title", "Parley: changes")
    SubElement(feed, "link", rel="self", href=address)
    _text(feed, "updated", _moment(changes[0].recorded_at if changes else now))
    for change in changes:
        feed.append(_entry(change))
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(change: Change) -> Element:
    """One change; its id is the same in every feed of this installation."""
    entry = Element("entry")
    _text(entry, "id", f"tag:{urlsplit(settings.BASE_URL).hostname},2025:change/{change.id}")
    _text(entry, "title", " ".join(part for part in (change.reference, change.kind) if part))
    _text(entry, "updated", _moment(change.recorded_at))
    _text(SubElement(entry, "author"), "name", change.actor.name if change.actor else "Parley")
    SubElement(entry, "link", rel="alternate", href=f"{settings.BASE_URL}/api/v1/changes/{change.id}/")
    said = [change.reason, change.claim.assertion if change.claim else ""]
    _text(entry, "summary", "\n".join(part for part in said if part) or change.kind)
    return entry


def _text(parent: Element, name: str, text: str) -> None:
    # XML has no sign for some characters that a record may hold.
    SubElement(parent, name).text = _NO_XML.sub("", text)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
