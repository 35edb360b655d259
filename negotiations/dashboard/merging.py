"""Merging two records of one party, or of one person: choosing the other, both side by side, one reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.merging import may_merge, merge_parties, merge_people
from negotiations.actions.recording import require_version
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm, reason, version
from negotiations.dashboard.undoing import tell
from negotiations.enums import ActorType
from negotiations.errors import ActionRefusedError, NotPermittedError, StaleVersionError
from negotiations.models import Party, Person
from negotiations.queries.merged import may_be_the_same
from negotiations.queries.parties import PARTY
from negotiations.queries.people import PERSON
from negotiations.queries.reading import read
from negotiations.queries.shapes import Shape
from negotiations.rules.folding import folded

FOUND = 20
INVALID, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records."""

    field: str
    goes: str
    stays: str

    @property
    def differs(self) -> bool:
        return self.goes != self.stays


class MergeForm(ToldForm):
    """`version` is that of the record that goes, `kept_version` of the one that stays."""

    reason = reason()
    kept_version = version()
    version = version()


class MergeView(DashboardView):
    """What both pages share: the record that goes, and who may merge it."""

    writes = True
    section = "parties"
    noun: ClassVar[str] = "party"
    model: ClassVar[type[Party | Person]] = Party

    def load(self, key: str) -> Party | Person:
        found = self.model.objects.visible_to(self.reader).select_related("negotiation").filter(pk=self.kwargs[key])
        row = found.first()
        if row is None:
            raise Http404
        return row

    def begin(self) -> None:
        self.row = self.load("pk")
        if not may_merge(self.reader, self.row):
            raise PermissionDenied
        if self.row.negotiation is not None:
            self.negotiation, self.shown_as = self.row.negotiation, f"{self.noun} {self.row.pk}"

    def crumbs(self) -> list[Crumb]:
        listed = Crumb(_("People") if self.noun == "person" else _("Parties"), reverse(f"dashboard:{self.noun}-list"))
        return [listed, Crumb(self.row.name, self.page()), Crumb(_("Merge"))]

    def page(self, row: Party | Person | None = None) -> str:
        return reverse(f"dashboard:{self.noun}-detail", args=[(row or self.row).pk])


class MergeChoice(MergeView):
    """Which record is the same: those that may be, and a search."""

    template_name = "dashboard/merge_choice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "")[:200]
        others = self.model.objects.visible_to(self.reader).exclude(pk=self.row.pk)
        for word in folded(words).split():
            others = others.filter(search_text__contains=word)
        names = self.row.names.visible_to(self.reader).values_list("name", flat=True)
        return super().get_context_data(
            row=self.row,
            noun=self.noun,
            likely=may_be_the_same(self.row, names, self.reader),
            words=words,
            found=list(others.order_by("name", "pk")[:FOUND]) if words.strip() else [],
            back=self.page(),
            **kwargs,
        )


class Merge(MergeView):
    """Both records, field by field; POST merges the one in the address into the other."""

    template_name = "dashboard/merge.html"

    def begin(self) -> None:
        super().begin()
        self.into = self.load("other")
        if self.into.pk == self.row.pk:
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        return self.drawn(MergeForm(initial=self._versions()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.begin()
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self.drawn(form, INVALID)
        try:
            with transaction.atomic():
                require_version(self.row, form.cleaned_data["version"])
                require_version(self.into, form.cleaned_data["kept_version"])
                self.merge(form.cleaned_data["reason"])
        except StaleVersionError as refusal:
            again = MergeForm({**request.POST.dict(), **self._versions()})
            again.add_error(None, refusal.reason)
            return self.drawn(again, CONFLICT)
        except NotPermittedError as refusal:
            raise PermissionDenied from refusal
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return self.drawn(form, INVALID)
        tell(request, _("Merged. Addresses of %(name)s lead here from now on.") % {"name": self.row.name})
        return HttpResponseRedirect(self.page(self.into))

    def merge(self, why: str) -> None:
        assert isinstance(self.row, Party)  # noqa: S101 - the model of this page
        assert isinstance(self.into, Party)  # noqa: S101 - the model of this page
        merge_parties(party=self.row, into=self.into, reason=why, actor=self.reader, now=self.now)

    def drawn(self, form: MergeForm, status: int = 200) -> HttpResponse:
        other = reverse(f"dashboard:{self.noun}-merge-into", args=[self.into.pk, self.row.pk])
        context = self.get_context_data(
            form=form,
            row=self.row,
            into=self.into,
            lines=self.lines(),
            other_way=other if may_merge(self.reader, self.into) else "",
            back=self.page(),
        )
        return self.render_to_response(context, status=status)

    def lines(self) -> list[Line]:
        """Both records in words, in the shape in which they are read everywhere."""
        shape: Shape[Any] = PERSON if self.noun == "person" else PARTY
        rows = self.model.objects.visible_to(self.reader).filter(pk__in=[self.row.pk, self.into.pk])
        both = {each.id: each for each in read(rows, shape, self.reading())}
        goes, stays = (_in_words(both[row.pk]) for row in (self.row, self.into))
        return [Line(field, goes[field], stays[field]) for field in goes]

    def _versions(self) -> dict[str, int]:
        for row in (self.row, self.into):
            row.refresh_from_db()
        return {"version": self.row.version, "kept_version": self.into.version}


class MergePersonChoice(MergeChoice):
    noun, model = "person", Person


class MergePerson(Merge):
    noun, model = "person", Person

    def merge(self, why: str) -> None:
        assert isinstance(self.row, Person)  # noqa: S101 - the model of this page
        assert isinstance(self.into, Person)  # noqa: S101 - the model of this page
        merge_people(person=self.row, into=self.into, reason=why, actor=self.reader, now=self.now)


def _in_words(record: Any) -> dict[str, str]:
    """The fields of a party or a person as the page shows them."""
    known = {
        _("Name"): record.name,
        _("Other names"): ", ".join(f"{each.name} ({each.language})" for each in record.names),
        _("Known only in"): record.negotiation or "",
        "Wikidata": record.wikidata_id,
    }
    if hasattr(record, "roles"):
        return known | {_("Offices"): ", ".join(role.title for role in record.roles)}
    return known | {
        _("Kind"): str(ActorType(record.actor_type).label),
        "ISO 3166": record.iso_alpha3,
        "UCDP": str(record.ucdp_id or ""),
        "Gleditsch–Ward": str(record.gleditsch_ward or ""),
        _("Note"): record.neutral_note,
        _("Member of"): ", ".join(each.group.name for each in record.belongs_to if each.group),
        _("Members"): ", ".join(each.party.name for each in record.members if each.party),
    }
