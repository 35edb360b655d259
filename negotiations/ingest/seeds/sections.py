"""Which sections a seed file has, what each entry is called in the record, and in which order they are recorded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Nested:
    """Rows written inside an entry: their noun, and the argument that takes the entry they belong to."""

    noun: str
    parent: str


@dataclass(frozen=True, slots=True)
class Section:
    """`shared` sections hold what all negotiations may see, `in_negotiation` ones what one negotiation owns.

    The rows of the remaining sections belong to a proposal or condition and with it to its negotiation.
    """

    noun: str
    shared: bool = False
    in_negotiation: bool = False
    nested: dict[str, Nested] = field(default_factory=dict)


NEGOTIATION = "negotiation"

SECTIONS: dict[str, Section] = {
    "parties": Section("party", shared=True, nested={"memberships": Nested("membership", "party")}),
    "people": Section("person", shared=True, nested={"roles": Nested("role", "person")}),
    "sources": Section("source", shared=True),
    "articles": Section("article", in_negotiation=True),
    "claims": Section("claim", in_negotiation=True, nested={"marks": Nested("mark", "claim")}),
    "proposals": Section(
        "proposal",
        in_negotiation=True,
        nested={
            "involved": Nested("involvement", "proposal"),
            "relations": Nested("lineage", "proposal"),
            "ceasefire": Nested("ceasefire", "proposal"),
            "history": Nested("status", "proposal"),
            "trends": Nested("trend", "proposal"),
        },
    ),
    "conditions": Section(
        "condition",
        nested={"waits_for": Nested("dependency", "condition"), "progress": Nested("progress", "condition")},
    ),
    "positions": Section("position"),
    "accounts": Section("account"),
    "events": Section("event", in_negotiation=True),
    "deadlines": Section(
        "deadline",
        in_negotiation=True,
        nested={"readings": Nested("reading", "deadline"), "outcomes": Nested("outcome", "deadline")},
    ),
}

# A deadline that names the one it extends is recorded by extending that one.
EXTENSION = "extension"

# Nouns on one line keep the order of the file among themselves: a deadline is read, extended and settled in the
# order in which that happened. Statuses come last, when everything they speak of is on record.
_ORDER: tuple[tuple[str, ...], ...] = (
    (NEGOTIATION,),
    ("party",),
    ("membership",),
    ("person",),
    ("role",),
    ("source",),
    ("article",),
    ("claim",),
    ("mark",),
    ("proposal",),
    ("involvement", "lineage", "ceasefire"),
    ("condition",),
    ("dependency", "progress"),
    ("position",),
    ("account",),
    ("event",),
    ("deadline", EXTENSION, "reading", "outcome"),
    ("status", "trend"),
)
RANKS: dict[str, int] = {noun: rank for rank, nouns in enumerate(_ORDER) for noun in nouns}

# An argument of one name means the same in every section, so its kind is told by the name alone.
REFERENCES: dict[str, str] = {
    "anchor": "events",
    "article": "articles",
    "asserted_by_party": "parties",
    "asserted_by_person": "people",
    "cites": "sources",
    "claim": "claims",
    "condition": "conditions",
    "corrected_by": "claims",
    "demanded_by": "parties",
    "extends": "deadlines",
    "group": "parties",
    "needs": "conditions",
    "other": "proposals",
    "owed_by": "parties",
    "party": "parties",
    "person": "people",
    "proposal": "proposals",
    "proposals": "proposals",
    "replaces": "accounts",
    "said_by": "parties",
    "source": "sources",
}
MOMENTS = frozenset({"occurred", "opened", "published", "said", "stated"})
DAYS = frozenset(
    {"closed_on", "declared_on", "effective_on", "ended_on", "review_on", "since_on", "until_on", "value_on"}
)
