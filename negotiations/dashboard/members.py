"""Who belongs to which negotiation, and as what: set by its leads, and by administrators where it is open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.negotiations import add_member, change_member
from negotiations.actions.permission import writable
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.leads_page import LeadsPage
from negotiations.dashboard.record_forms import RecordForm, line, reason
from negotiations.enums import MemberRole
from negotiations.errors import InvalidValueError
from negotiations.models import Membership, Negotiation, User

PAGE = 50
_END = ""
_ROLES = [
    (MemberRole.READER, gettext_lazy("Reader: reads all of it")),
    (MemberRole.EDITOR, gettext_lazy("Editor: reads and writes")),
    (MemberRole.LEAD, gettext_lazy("Lead: also says who belongs to it, and how its words are read")),
]


class NewMemberForm(RecordForm):
    who = line(
        gettext_lazy("Person or team"),
        gettext_lazy("The address with which a person signs in, or the name of a team."),
        longest=254,
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=_ROLES, widget=forms.RadioSelect)

    named = {"user": "who", "team": "who"}  # noqa: RUF012 - a constant of the form
    layout = (("who",), ("role",))


class RoleForm(RecordForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[*_ROLES, (_END, gettext_lazy("None: the membership ends at once"))],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.ChoiceField(choices=MemberRole.choices, widget=forms.HiddenInput)
    reason = reason()

    layout = (("role",), ("reason",))


class Roles(DashboardView):
    """The negotiations whose members the reader may say; a restricted one stands here for its own leads alone."""

    template_name = "dashboard/office/roles.html"
    section = "settings"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("Roles"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leads = Count("memberships", filter=Q(memberships__role=MemberRole.LEAD), distinct=True)
        led = writable(self.reader, MemberRole.LEAD).order_by("name", "pk")
        page = Paginator(led, PAGE).get_page(self.request.GET.get("page"))
        counted = led.filter(pk__in=[home.pk for home in page])
        homes = counted.annotate(of_all=Count("memberships", distinct=True), leading=leads)
        return super().get_context_data(homes=homes, page=page, **kwargs)


class MembersPage(LeadsPage):
    section = "settings"

    def crumbs(self) -> list[Crumb]:
        roles = Crumb(_("Roles"), reverse("dashboard:roles"))
        return [Crumb(_("Settings"), reverse("dashboard:settings")), roles, Crumb(self.negotiation.reference)]

    def members_page(self) -> str:
        return reverse("dashboard:members", args=[self.negotiation.reference])

    def rows(self) -> Any:
        people = User.objects.order_by("last_name", "first_name", "pk")
        found = Membership.objects.visible_to(self.reader).filter(negotiation=self.negotiation)
        return found.select_related("user", "team").prefetch_related(Prefetch("team__user_set", people))


class Members(MembersPage):
    template_name = "dashboard/office/members.html"

    def form(self, **options: Any) -> NewMemberForm:
        options["initial"] = {"role": MemberRole.READER, **options.get("initial", {})}
        return NewMemberForm(place=self.place, **options)

    def act(self, form: NewMemberForm) -> str:
        given, who = form.cleaned_data["role"], form.cleaned_data["who"].strip()
        user = User.objects.filter(email__iexact=who, is_active=True).first()
        team = None if user else Group.objects.filter(name=who).first()
        if user is None and team is None:
            raise InvalidValueError(_("Nobody who may sign in has this address, and no team this name."), field="who")
        given = {"user": user, "team": team, "role": MemberRole(given)}
        member = add_member(negotiation=self.negotiation, actor=self.reader, now=self.now, **given)
        told = {"name": member.user or member.team, "role": MemberRole(member.role).label}
        return _("%(name)s is %(role)s here now.") % told

    def done(self) -> str:
        return self.members_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = [(row, capfirst(str(MemberRole(row.role).label))) for row in self.rows()]
        return super().get_context_data(members=members, **kwargs)


class ChangeMember(MembersPage):
    template_name = "dashboard/record_form.html"

    def crumbs(self) -> list[Crumb]:
        home = Crumb(self.negotiation.reference, self.members_page())
        return [*super().crumbs()[:-1], home, Crumb(str(self.member.user or self.member.team))]

    def load(self) -> Negotiation:
        home = super().load()
        found = self.rows().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.member: Membership = found
        return home

    def form(self, **options: Any) -> RoleForm:
        known = {"role": self.member.role, "seen": self.member.role}
        return RoleForm(place=self.place, initial={**known, **options.pop("initial", {})}, **options)

    def act(self, form: RoleForm) -> str:
        role, seen = form.cleaned_data["role"], MemberRole(form.cleaned_data["seen"])
        change_member(
            membership=self.member,
            role=MemberRole(role) if role else None,
            seen=seen,
            reason=form.cleaned_data["reason"],
            actor=self.reader,
            now=self.now,
        )
        return _("Saved.")

    def done(self) -> str:
        """Whoever has just ended their own membership may know of the negotiation no more."""
        known = Negotiation.objects.visible_to(self.reader).filter(pk=self.negotiation.pk).exists()
        return self.members_page() if known else reverse("dashboard:roles")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = str(self.member.user or self.member.team)
        return super().get_context_data(title=title, save_word=_("Save"), back=self.members_page(), **kwargs)
