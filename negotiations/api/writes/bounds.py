"""What bodies may hold: text within the bounds of its column, days and moments within 1900–2200, rows by their keys."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from django.db.models import Model
from msgspec import Meta

from negotiations import models
from negotiations.models.fields import KEPT_TEXT, validate_zone
from negotiations.queries.bounds import Id

# As the columns say it (models/fields.py), as far as a pattern can.
_PLAIN = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f"
_LINE = rf"^[^\t\n\u2028\u2029\u202a-\u202e\u2066-\u2069{_PLAIN}]*$"
_PROSE = rf"^[^{_PLAIN}]*$"
# Within 1900–2200, and no more than JSON Schema can say.
_YEAR = "(19[0-9]{2}|2[01][0-9]{2}|2200)"

Line = Annotated[str, Meta(max_length=300, pattern=_LINE)]
Name = Annotated[str, Meta(min_length=1, max_length=300, pattern=_LINE)]
Label = Annotated[str, Meta(min_length=1, max_length=80, pattern=_LINE)]
Edition = Annotated[str, Meta(max_length=80, pattern=_LINE)]
KeptText = Annotated[str, Meta(max_length=KEPT_TEXT, pattern=_PROSE)]
Short = Annotated[str, Meta(max_length=60, pattern=_LINE)]
Note = Annotated[str, Meta(max_length=2000, pattern=_PROSE)]
Prose = Annotated[str, Meta(max_length=20_000, pattern=_PROSE)]
Quotation = Annotated[str, Meta(max_length=600, pattern=_PROSE)]
Words = Annotated[str, Meta(min_length=1, max_length=2000, pattern=_PROSE)]
Reason = Annotated[
    str, Meta(min_length=1, max_length=2000, pattern=_PROSE, description="Why, in a sentence; it stays on record.")
]
Address = Annotated[str, Meta(max_length=1000, pattern="^(https?://[^ ]+)?$", examples=["https://example.org/report"])]
Language = Annotated[str, Meta(max_length=20, pattern="^[A-Za-z0-9-]*$", examples=["en", "uk-Latn"])]
Zone = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern="^[A-Za-z0-9/_+-]+$",
        examples=["Europe/Kyiv"],
        extra={"check": validate_zone},
    ),
]
Wikidata = Annotated[str, Meta(max_length=15, pattern="^(Q[1-9][0-9]*)?$", examples=["Q212"])]
Alpha3 = Annotated[str, Meta(max_length=3, pattern="^([A-Z]{3})?$", examples=["UKR"])]
Code = Annotated[str, Meta(max_length=40, pattern="^[A-Za-z0-9 _.:/-]*$", examples=["EU-RUS"])]
Count = Annotated[int, Meta(ge=0, le=100_000_000)]
Order = Annotated[int, Meta(ge=0, le=999_999)]
Day = Annotated[date, Meta(extra_json_schema={"pattern": f"^{_YEAR}-"}, description="From 1900 to 2200.")]
Instant = Annotated[
    datetime,
    Meta(
        tz=True,
        extra_json_schema={"pattern": f"^{_YEAR}-.*([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})$"},
        description="With its offset; from 1900 to 2200.",
    ),
]
Hour = Annotated[time, Meta(tz=False, extra_json_schema={"pattern": "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"})]


if TYPE_CHECKING:
    # How a body names a row that is on record.
    NegotiationKey: TypeAlias = int | str
    ProposalKey: TypeAlias = int | str
    ConditionKey: TypeAlias = int | str
    ArticleKey: TypeAlias = int | str
    PartyKey: TypeAlias = int | str
    PersonKey: TypeAlias = int
    SourceKey: TypeAlias = int
    ClaimKey: TypeAlias = int
    AccountKey: TypeAlias = int
    TextKey: TypeAlias = int
    EventKey: TypeAlias = int
    ReadingKey: TypeAlias = int
    DependencyKey: TypeAlias = int
    RoleKey: TypeAlias = int
    GroupMembershipKey: TypeAlias = int
    UserKey: TypeAlias = int
    SavedFilterKey: TypeAlias = int
else:

    def _named(model: type[Model], letter: str) -> Any:
        by_reference = Annotated[str, Meta(pattern=f"^{letter}-[1-9][0-9]{{0,8}}$", examples=[f"{letter}-1"])]
        return Annotated[Id | by_reference, Meta(extra={"row": model}, description="Its reference, or its id.")]

    def _numbered(model: type[Model]) -> Any:
        return Annotated[Id, Meta(extra={"row": model})]

    NegotiationKey = _named(models.Negotiation, "N")
    ProposalKey = _named(models.Proposal, "P")
    ConditionKey = _named(models.Condition, "C")
    ArticleKey = _named(models.Article, "S")
    _Iso = Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["UKR"])]
    PartyKey = Annotated[
        Id | _Iso,
        Meta(extra={"row": models.Party}, description="Its id; of a state that all share, its ISO alpha-3 code."),
    ]
    PersonKey = _numbered(models.Person)
    SourceKey = _numbered(models.Source)
    ClaimKey = _numbered(models.Claim)
    AccountKey = _numbered(models.Account)
    TextKey = _numbered(models.ProposalText)
    EventKey = _numbered(models.Event)
    ReadingKey = _numbered(models.DeadlineReading)
    DependencyKey = _numbered(models.ConditionDependency)
    RoleKey = _numbered(models.Role)
    GroupMembershipKey = _numbered(models.PartyMembership)
    UserKey = _numbered(models.User)
    SavedFilterKey = _numbered(models.SavedFilter)
