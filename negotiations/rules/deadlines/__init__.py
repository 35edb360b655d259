"""The language of deadlines: read an expression, resolve it, explain it, or refuse it with a reason."""

from negotiations.rules.deadlines.resolve import extract, resolve, the_one
from negotiations.rules.deadlines.result import (
    Alternative,
    Extract,
    Policy,
    Precision,
    Refusal,
    RefusalCode,
    Resolution,
)

__all__ = [
    "Alternative",
    "Extract",
    "Policy",
    "Precision",
    "Refusal",
    "RefusalCode",
    "Resolution",
    "extract",
    "resolve",
    "the_one",
]
