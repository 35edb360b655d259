"""The texts of a proposal: drafts and finished documents, each version beside the one it takes the place of."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from negotiations.models.bases import Recorded, Retractable
from negotiations.models.claims import Claim
from negotiations.models.fields import KEPT_TEXT, LineField, ProseField
from negotiations.models.negotiations import Negotiation
from negotiations.models.parties import Party
from negotiations.models.proposals import Proposal
from negotiations.models.scoping import ScopedQuerySet


class ProposalText(Recorded, Retractable):
    """One version of a text. `edition` is what people call it: "second draft"; `held_by` who is known to have it.

    `text` is the copy kept of it, empty where only its existence is known; a later version names the one it `replaces`.
    """

    # The chain of changes holds the text by its hash.
    derived_columns = ("text",)

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposal_texts")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="texts")
    name = LineField()
    language = models.CharField(max_length=20, blank=True)
    edition = LineField(max_length=80, blank=True)
    held_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="texts_held")
    text = ProseField(blank=True, max_length=KEPT_TEXT)
    content_hash = models.CharField(
        max_length=64, blank=True, validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "Write a SHA-256 in hex.")]
    )
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposal_texts")

    objects = ScopedQuerySet["ProposalText"].as_manager()

    class Meta:
        verbose_name = "text"
        ordering = ["proposal_id", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})" if self.edition else self.name
