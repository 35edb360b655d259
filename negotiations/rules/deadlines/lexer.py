"""Cut a text into words, numbers and marks, keeping where each stood. One pass, no backtracking."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 4000  # characters read; a deadline and the sentence around it are far shorter

_LIKE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u201c": '"', "\u201d": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
        "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\u00ad": " ", "\t": " ",
        "º": "°",
    }
)  # fmt: skip

_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d\d-\d\d
        (?:[Tt\ ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\ ?[Zz](?![a-z])|[+-]\d\d:?\d\d)?)?(?!\d))
    | (?P<isolength>P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?(?![^\W_]))
    | (?P<isoweek>\d{4}-?[Ww]\d\d(?:-[1-7])?(?!\d))
    | (?P<time>\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,9})?(?!\d))
    | (?P<numeric>\d{1,4}/\d{1,2}/\d{2,4}(?!\d)|\d{1,4}\.\d{1,2}\.\d{2,4}(?!\d)|\d{1,4}-\d{1,2}-\d{2,4}(?!\d))
    | (?P<ordinal>\d{1,4}(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W\d_]))
    | (?P<number>\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d+(?:\.\d+)?)
    | (?P<word>(?i:cease-fires?|pull-outs?|cut-offs?)(?![^\W_])
        |(?:[A-Za-z]\.){2,5}|[aApP]\.\ ?[mM]\b\.?|[^\W\d_]+(?:'[^\W\d_]+){0,3})
    | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_ACRONYM = re.compile(r"(?:[A-Za-z]\.){2,5}|[aApP]\.\ ?[mM]\.?")


class Kind(StrEnum):
    ISO = "iso"
    ISO_WEEK = "isoweek"
    ISO_LENGTH = "isolength"
    TIME = "time"
    NUMERIC = "numeric"
    ORDINAL = "ordinal"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """text is lower-cased (acronyms without their dots); start and end are offsets in the original text."""

    kind: Kind
    text: str
    start: int
    end: int
    capital: bool
    spaced: bool


def tokens_of(text: str) -> list[Token]:
    """The tokens of the first LONGEST_TEXT characters, ended by one token of kind END."""
    flat = text[:LONGEST_TEXT].translate(_LIKE)
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(flat):
        raw = match.group()
        kind = Kind(match.lastgroup or "mark")
        word = raw.lower()
        if kind is Kind.WORD and _ACRONYM.fullmatch(raw):
            word = word.replace(".", "").replace(" ", "")
        elif kind is Kind.WORD:
            word = word.replace("-", "")
        found.append(Token(kind, word, match.start(), match.end(), raw[0].isupper(), match.start() > last or not found))
        last = match.end()
    found.append(Token(Kind.END, "", len(flat), len(flat), capital=False, spaced=True))
    return found
