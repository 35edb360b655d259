"""The bounds of what readers get, as the columns state them; the API's schema is made from these."""

from typing import Annotated

from msgspec import Meta

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Version = Annotated[int, Meta(ge=1, le=2_147_483_647)]
Reference = Annotated[str, Meta(max_length=12, examples=["P-1"])]
Line = Annotated[str, Meta(max_length=300)]
Short = Annotated[str, Meta(max_length=60)]
Reason = Annotated[str, Meta(max_length=2000)]
Prose = Annotated[str, Meta(max_length=20_000)]
Quotation = Annotated[str, Meta(max_length=600)]
Address = Annotated[str, Meta(max_length=1000)]
Zone = Annotated[str, Meta(max_length=64, examples=["Europe/Kyiv"])]
Language = Annotated[str, Meta(max_length=20)]
Scheme = Annotated[str, Meta(max_length=30)]
Alpha3 = Annotated[str, Meta(max_length=3)]
Wikidata = Annotated[str, Meta(max_length=15)]
Count = Annotated[int, Meta(ge=0, le=100_000_000)]
