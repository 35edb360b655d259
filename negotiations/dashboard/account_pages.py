"""What each party says the deal is: given, revised, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.dashboard.evidence_form import parties
from negotiations.dashboard.proposal_form_page import OfProposal
from negotiations.dashboard.proposal_forms import DatedFields
from negotiations.dashboard.record_forms import RecordForm, day, newest, prose, reason
from negotiations.dashboard.record_view import CONFLICT
from negotiations.dashboard.versions import Overtaken, followed
from negotiations.enums import AccountAttribute
from negotiations.errors import ActionRefusedError, AlreadySaidError, StaleVersionError
from negotiations.models import Account, Claim, Party


class SayingForm(DatedFields):
    """What a party says of one attribute."""

    value = prose(gettext_lazy("What they say"), gettext_lazy("Such as: to the end of Friday 18 April."))
    value_on = day(gettext_lazy("The day it comes to"), gettext_lazy("Where it is a day: days are compared as days."))


class GiveForm(SayingForm):
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=gettext_lazy("Who says so"),
        empty_label=gettext_lazy("choose one"),
        error_messages={"required": gettext_lazy("Choose the party.")},
    )
    attribute = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        choices=[(value, capfirst(label)) for value, label in AccountAttribute.choices],
    )

    layout = (("party", "attribute"), ("value",), ("value_on", "stated_on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows("party", parties(self.place.user, self.place.negotiation.pk))


class ReviseForm(SayingForm):
    reason = reason()
    newest = newest()

    named = {**SayingForm.named, "replaces": "newest"}  # noqa: RUF012 - a constant of each form

    layout = (("value",), ("value_on", "stated_on"), ("reason",))


class WithdrawForm(DatedFields):
    reason = reason()
    newest = newest()

    layout = (("stated_on",), ("reason",))


class GiveAccount(OfProposal):
    title = gettext_lazy("Give an account")
    save_word = gettext_lazy("Save account")

    def form(self, **options: Any) -> GiveForm:
        asked = self.request.GET
        known = {"party": asked.get("party"), "attribute": asked.get("attribute")}
        return GiveForm(place=self.place, initial=known | options.pop("initial", {}), **options)

    def act(self, form: GiveForm) -> str:
        given = form.cleaned_data
        account = give_account(
            proposal=self.proposal,
            party=given["party"],
            attribute=AccountAttribute(given["attribute"]),
            value=given["value"],
            value_on=given["value_on"],
            stated=form.since(),
            claim=form.record(self.negotiation.time_zone),
            actor=self.reader,
            now=self.now,
        )
        return _told(account, account.value)

    def refused(self, form: RecordForm, refusal: ActionRefusedError) -> HttpResponse:
        if isinstance(refusal, AlreadySaidError):
            return self._to_revise(refusal.account)
        return super().refused(form, refusal)

    def _to_revise(self, account: int) -> HttpResponse:
        """Draw the form that revises the account that holds, with what was typed; it shows what they say now."""
        page = ReviseAccount()
        page.setup(self.request, **{**self.kwargs, "pk": account})
        page.now, page.day = self.now, self.day
        page.begin()
        form = page.form(initial={**self.typed(), "newest": account})
        here = reverse("dashboard:account-revise", args=[self.proposal.reference, account])
        return page.drawn(form, status=CONFLICT, sent_to=here, said_already=True)


class OfAccount(OfProposal):
    """A page about one party's account: the one the address names, or what has taken its place."""

    template_name = "dashboard/account_form.html"
    account: Account
    form_class: type[RecordForm]

    def load(self) -> None:
        super().load()
        rows = Account.objects.visible_to(self.reader).filter(proposal=self.proposal)
        found = rows.filter(pk=self.kwargs["pk"]).first()
        while found is not None:
            self.account = found
            found = rows.filter(replaces=found).select_related("party", "proposal", "negotiation").first()
        if not hasattr(self, "account"):
            raise Http404

    def form(self, **options: Any) -> RecordForm:
        known = self.known() | {"newest": self.account.pk, "claim": self.account.claim_id}
        return self.form_class(place=self.place, initial=known | options.pop("initial", {}), **options)

    def known(self) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def claim(self, form: Any) -> Claim:
        """What it rests on; from here on the chain is held, and the account seen must still be the newest."""
        claim: Claim = form.record(self.negotiation.time_zone)
        if Account.objects.visible_to(self.reader).filter(replaces=form.cleaned_data["newest"]).exists():
            raise StaleVersionError("Somebody else revised this account meanwhile.", current=self.account.pk)
        return claim

    def since_seen(self, given: dict[str, str]) -> tuple[Overtaken | None, dict[str, int]]:
        self.load()
        rows = Account.objects.visible_to(self.reader).filter(proposal=self.proposal)
        seen = rows.filter(pk=int(given["newest"])).first()
        return followed(seen, self.account, self.place.reader), {"newest": self.account.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=self.account, **kwargs)


class ReviseAccount(OfAccount):
    title = gettext_lazy("Revise the account")
    save_word = gettext_lazy("Save account")
    form_class = ReviseForm

    def known(self) -> dict[str, Any]:
        return {"value": self.account.value, "value_on": self.account.value_on}

    def act(self, form: ReviseForm) -> str:
        given, old = form.cleaned_data, self.account
        account = give_account(
            proposal=self.proposal,
            party=old.party,
            attribute=AccountAttribute(old.attribute),
            value=given["value"],
            value_on=given["value_on"],
            replaces=old,
            reason=given["reason"],
            stated=form.since(),
            claim=self.claim(form),
            actor=self.reader,
            now=self.now,
        )
        return _told(account, f"{old.value} → {account.value}")


class WithdrawAccount(OfAccount):
    title = gettext_lazy("Record that they say so no longer")
    save_word = gettext_lazy("Save")
    form_class = WithdrawForm

    def act(self, form: WithdrawForm) -> str:
        account = withdraw_account(
            account=self.account,
            reason=form.cleaned_data["reason"],
            stated=form.since(),
            claim=self.claim(form),
            actor=self.reader,
            now=self.now,
        )
        return _told(account, _("no longer says “%(value)s”") % {"value": account.value})


def _told(account: Account, said: str) -> str:
    return f"{account.party}, {account.get_attribute_display()}: {said}"
