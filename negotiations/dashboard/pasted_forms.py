"""The forms of adding from a text: the text with its source, and each entry that it may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.dashboard.add_forms import DocumentForm
from negotiations.dashboard.record_forms import Prose, RecordForm, day, line, prose
from negotiations.dashboard.suggestions import DEADLINE, MEETING, STATEMENT, Suggestion
from negotiations.enums import DeadlineKind, Stance
from negotiations.models import Condition, Proposal, User
from negotiations.models.fields import KEPT_TEXT, QUOTATION, validate_prose

ASSERTION = 2000


class PastedForm(DocumentForm):
    """The text, and where it stands."""

    text = Prose(
        label=_("The text"),
        help_text=_("Paste it as it stands. It is kept with its source, so that every quotation can be checked."),
        max_length=KEPT_TEXT,
        validators=[validate_prose],
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        strip=True,
    )

    layout = (("text",),)


class EntryForm(RecordForm):
    """One suggested entry: kept only if it is ticked. Quoted words must stand in the text as they are written."""

    keep = forms.BooleanField(label=_("Save this entry"), required=False)
    kind = forms.ChoiceField(choices=[(STATEMENT, ""), (DEADLINE, ""), (MEETING, "")], widget=forms.HiddenInput)
    assertion = prose(_("What it says"), longest=ASSERTION)
    quotation = line(_("Exact words"), _("Left empty: a paraphrase."), required=False, longest=QUOTATION)
    said_by = forms.ChoiceField(label=_("Said by"), required=False)
    title = line(_("What it is about"), required=False)
    expression = line(_("The words"), required=False)
    what = forms.ChoiceField(
        label=_("What happens then"),
        choices=[(value, capfirst(label)) for value, label in DeadlineKind.choices],
        required=False,
    )
    proposal = forms.ModelChoiceField(
        Proposal.objects.none(), label=_("Proposal"), required=False, empty_label=_("the negotiation as a whole")
    )

    about = forms.ChoiceField(
        label=_("A position on"), required=False, help_text=_("Left empty: a statement without a position.")
    )
    stance = forms.ChoiceField(
        label=_("The position"),
        choices=[("", _("choose one")), *((value, capfirst(label)) for value, label in Stance.choices)],
        required=False,
    )
    party = forms.ChoiceField(label=_("Whose position"), required=False)

    on = day(_("On"), _("Left empty: not dated."))
    same_as = forms.ChoiceField(label=_("Which meeting"), required=False)

    def __init__(
        self,
        *args: Any,
        text: str,
        speakers: list[tuple[str, str]],
        proposals: Any,
        matters: list[tuple[str, str]],
        same: Iterable[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.text = text
        self._offer("same_as", [("", _("one of its own")), *same])
        parties = [(key, name) for key, name in speakers if key.startswith("party:")]
        self._offer("about", [("", _("no position")), *matters])
        self._offer("party", [("", _("whoever says so")), *parties])
        self._offer("said_by", [("", _("the document itself")), *speakers])
        self._rows("proposal", proposals)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("keep"):
            # What is left out need not be right.
            self.errors.clear()
            return given
        for name in ("quotation", "expression"):
            if given.get(name) and given[name] not in self.text:
                self.add_error(
                    name, _("These words do not stand in the text. Write them as they stand there, or leave them out.")
                )
        if given.get("kind") == STATEMENT and given.get("about"):
            if not given.get("stance"):
                self.add_error("stance", _("Choose one."))
            if not given.get("party") and not str(given.get("said_by")).startswith("party:"):
                self.add_error("party", _("Choose the party."))
        if given.get("kind") == DEADLINE:
            for name in ("title", "expression", "what"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in."))
        if given.get("kind") == MEETING and not given.get("same_as") and not given.get("title"):
            self.add_error("title", _("Fill this in."))
        return given


def matters(user: User, proposals: Iterable[Proposal]) -> list[tuple[str, str]]:
    """What a position can be on: each proposal and its conditions, by reference."""
    rows = list(proposals)
    asked = Condition.objects.visible_to(user).filter(proposal__in=rows, dropped_on=None)
    below: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in asked.order_by("display_order", "pk"):
        below[row.proposal_id].append((row.reference, f"{row.reference} {Truncator(row.text).chars(90)}"))
    return [
        each
        for row in rows
        for each in ((row.reference, f"{row.reference} {row.short_title or row.title}"), *below[row.pk])
    ]


def drafted(found: Suggestion) -> dict[str, Any]:
    """What the form of an entry says from the start."""
    sentence = " ".join(found.sentence.split())
    draft: dict[str, Any] = {
        "keep": not found.doubt,
        "kind": found.kind,
        "assertion": Truncator(sentence).chars(ASSERTION),
        "said_by": found.speaker,
    }
    if found.kind == STATEMENT:
        return {**draft, "quotation": found.words}
    if found.kind == MEETING:
        same = found.same[0][0] if found.same else ""
        return {**draft, "title": Truncator(sentence).chars(120), "on": found.on, "same_as": same}
    return {**draft, "title": Truncator(sentence).chars(120), "expression": found.words, "what": DeadlineKind.EXPIRY}
