"""The people of the office, for its administrators: who may sign in, what each is, letting in and shutting out."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.users import Access, create_user, set_access
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm, line, reason, zone
from negotiations.dashboard.record_view import INVALID
from negotiations.emails.invitation import invite
from negotiations.enums import Standing
from negotiations.errors import ActionRefusedError
from negotiations.models import User
from negotiations.models.users import languages
from negotiations.queries.users import last_seen

PAGE = 50
_STANDINGS = [
    (Standing.STAFF, gettext_lazy("Staff: knows of every open negotiation")),
    (Standing.ADMINISTRATOR, gettext_lazy("Administrator: lets people in, and leads every open negotiation")),
    (Standing.GUEST, gettext_lazy("Guest: knows of the negotiations they are a member of, and no other")),
]
log = logging.getLogger(__name__)


def standing() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("What they are"), choices=_STANDINGS, widget=forms.RadioSelect)


class NewPersonForm(ToldForm):
    email = forms.EmailField(label=gettext_lazy("Address"), help_text=gettext_lazy("What they sign in with."))
    name = line(gettext_lazy("Name"), longest=301)
    standing = standing()
    time_zone = zone(gettext_lazy("Time zone"), gettext_lazy("Such as Europe/Kyiv."), required=True)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    invited = forms.BooleanField(
        label=gettext_lazy("Send a mail in which they choose a password"),
        help_text=gettext_lazy("Not needed by who signs in through the office's identity provider."),
        required=False,
    )

    layout = (("email", "name"), ("standing",), ("time_zone", "language"), ("invited",))


class AccessForm(ToldForm):
    standing = standing()
    signs_in = forms.BooleanField(
        label=gettext_lazy("May sign in"),
        help_text=gettext_lazy("Without it every session, token and calendar address of theirs ends at once."),
        required=False,
    )
    seen = forms.RegexField(r"\A[a-z]+\.(True|False)\Z", widget=forms.HiddenInput)
    reason = reason()

    layout = (("standing",), ("signs_in",), ("reason",))


class Office(DashboardView):
    """For administrators alone."""

    section = "settings"
    writes = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        offered = hasattr(self, (request.method or "").lower())
        if offered and request.user.is_authenticated and not self.reader.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("People of the office"), self.done())]

    def done(self) -> str:
        return reverse("dashboard:office")

    def form_page(self, form: ToldForm, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, back=self.done(), **context), status=status)

    def invited(self, person: User) -> bool:
        """Whether the mail left; a failure is told here."""
        try:
            invite(person)
        except OSError:
            log.exception("an invitation could not be sent")
            messages.error(self.request, _("The mail server did not take the mail; send it again later."))
            return False
        return True


class People(Office):
    template_name = "dashboard/office/people.html"

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs()[:-1], Crumb(_("People of the office"))]

    def people(self) -> QuerySet[User]:
        words = self.request.GET.get("q", "").split()[:6]
        found = User.objects.order_by("-is_active", "last_name", "first_name", "pk")
        for word in words:
            named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
            found = found.filter(named | Q(email__icontains=word))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.people(), PAGE).get_page(self.request.GET.get("page"))
        seen = last_seen(list(page))
        people = [(person, Access.of(person).standing, seen.get(person.pk)) for person in page]
        return super().get_context_data(people=people, page=page, q=self.request.GET.get("q", ""), **kwargs)


class AddPerson(Office):
    template_name = "dashboard/record_form.html"

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), Crumb(_("Add a person"))]

    def drawn(self, form: NewPersonForm, *, status: int = 200) -> HttpResponse:
        return self.form_page(form, status=status, title=_("Add a person"), save_word=_("Add"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begun = {"time_zone": self.reader.time_zone, "language": self.reader.language, "invited": True}
        return self.drawn(NewPersonForm(initial=begun | {"standing": Standing.STAFF}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NewPersonForm(request.POST)
        if not form.is_valid():
            return self.drawn(form, status=INVALID)
        given = form.cleaned_data
        be, invited = given.pop("standing"), given.pop("invited")
        access = {"is_staff": be != Standing.GUEST, "is_superuser": be == Standing.ADMINISTRATOR}
        try:
            person = create_user(**given, **access, password=None, actor=self.reader, now=self.now)
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return self.drawn(form, status=INVALID)
        told = _("Added: %(name)s.") % {"name": person}
        if invited and self.invited(person):
            told += " " + _("A mail is on its way to %(address)s.") % {"address": person.email}
        messages.success(request, told)
        return HttpResponseRedirect(self.done())


class ChangeAccess(Office):
    template_name = "dashboard/office/person.html"

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), Crumb(str(self.person))]

    def find(self) -> Access:
        found = User.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.person = found
        return Access.of(found)

    def drawn(self, form: AccessForm, *, status: int = 200) -> HttpResponse:
        seen = last_seen([self.person]).get(self.person.pk)
        told = {"title": str(self.person), "save_word": _("Save"), "person": self.person, "seen": seen}
        return self.form_page(form, status=status, **told)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = self.find()
        known = {"standing": held.standing, "signs_in": held.signs_in, "seen": f"{held.standing}.{held.signs_in}"}
        return self.drawn(AccessForm(initial=known))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        if "invite" in request.POST:
            return self._invited_again()
        form = AccessForm(request.POST)
        if not form.is_valid() or not self._saved(form):
            return self.drawn(form, status=INVALID)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(self.done() if self.reader.pk != self.person.pk else reverse("dashboard:overview"))

    def _saved(self, form: AccessForm) -> bool:
        given = form.cleaned_data
        was, _dot, signed_in = given["seen"].partition(".")
        try:
            with transaction.atomic():
                set_access(
                    user=self.person,
                    access=Access(Standing(given["standing"]), given["signs_in"]),
                    seen=Access(Standing(was), signed_in == "True"),
                    reason=given["reason"],
                    actor=self.reader,
                    now=self.now,
                )
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return False
        return True

    def _invited_again(self) -> HttpResponse:
        if self.person.is_active and self.invited(self.person):
            told = _("A mail is on its way to %(address)s.") % {"address": self.person.email}
            messages.success(self.request, told)
        return HttpResponseRedirect(reverse("dashboard:office-person", args=[self.person.pk]))
