"""The administration: reads everything its reader may know, and writes people and members through actions only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth import admin as people_admin  # noqa: F401 - registers Group, which is then ours
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import clock
from negotiations.actions.negotiations import add_member, remove_member
from negotiations.actions.reads import record_page_read
from negotiations.actions.teams import add_to_team, make_team, remove_from_team, rename_team
from negotiations.actions.users import create_user, disable_user, revise_user
from negotiations.enums import MemberRole
from negotiations.errors import ActionRefusedError
from negotiations.models import Membership, Negotiation, User
from negotiations.models.scoping import ScopedQuerySet

if TYPE_CHECKING:  # the stubs know these as generic, Django itself does not
    AnyAdmin = admin.ModelAdmin[Any]
    UserModelForm = forms.ModelForm[User]
    MembershipModelForm = forms.ModelForm[Membership]
    TeamModelForm = forms.ModelForm[Group]
else:
    AnyAdmin = admin.ModelAdmin
    UserModelForm = forms.ModelForm
    MembershipModelForm = forms.ModelForm
    TeamModelForm = forms.ModelForm


class ReadingAdmin(AnyAdmin):
    """Shows rows and changes none: the record is written on the pages made for it."""

    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows.visible_to(acting(request)) if isinstance(rows, ScopedQuerySet) else rows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self._noted(request, super().changelist_view(request, extra_context))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self._noted(request, super().changeform_view(request, object_id, form_url, extra_context))

    def _noted(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Keep on record which restricted negotiations these rows could be of."""
        if answer.status_code == 200 and isinstance(self.model._default_manager.all(), ScopedQuerySet):
            what = f"administration of {self.opts.model_name}"
            record_page_read(user=acting(request), what=what, now=clock.now())
        return answer

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ActingAdmin(ReadingAdmin):
    """Writes through actions; what an action refuses is told in its own words, and nothing is written."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(request.get_full_path())


class PersonForm(UserModelForm):
    """A new person. Without a password they sign in through the office's identity provider."""

    name = forms.CharField(max_length=301)
    password = forms.CharField(
        widget=forms.PasswordInput,
        required=False,
        strip=False,
        validators=[validate_password],
        help_text=gettext_lazy("Leave empty for somebody who signs in through the office's identity provider."),
    )

    class Meta:
        model = User
        fields = ("email", "name", "password", "time_zone", "language", "is_staff", "is_superuser")


@admin.register(User)
class UserAdmin(ActingAdmin):
    list_display = ("email", "first_name", "last_name", "time_zone", "is_staff", "is_superuser", "is_active")
    search_fields = ("email", "first_name", "last_name")
    exclude = ("password", "groups", "user_permissions")
    actions = ("shut_out",)
    changeable = ("first_name", "last_name", "time_zone", "language")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return acting(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return acting(request).is_superuser

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        return PersonForm if obj is None else super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return PersonForm.Meta.fields if obj is None else self.changeable

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        actor, now = acting(request), clock.now()
        given: dict[str, Any] = form.cleaned_data
        if change:
            person = revise_user(
                user=User.objects.get(pk=obj.pk),
                actor=actor,
                now=now,
                **{name: given[name] for name in self.changeable},
            )
        else:
            given |= {"password": given["password"] or None}
            person = create_user(actor=actor, now=now, **given)
        # What is told of it afterwards names it.
        obj.pk, obj.first_name, obj.last_name = person.pk, person.first_name, person.last_name

    @admin.action(description=gettext_lazy("Shut the chosen people out at once"))
    def shut_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        try:
            for person in people:
                disable_user(
                    user=person, reason=_("Shut out in the administration"), actor=acting(request), now=clock.now()
                )
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)


class MembershipForm(MembershipModelForm):
    """Leaves it to the action to find a membership that there already is: it knows in which scope to look."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return {*excluded, "negotiation"}


class TeamForm(TeamModelForm):
    people = forms.ModelMultipleChoiceField(User.objects.filter(is_active=True).order_by("email"), required=False)

    class Meta:
        model = Group
        fields = ("name",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["people"] = list(User.objects.filter(groups=self.instance).values_list("pk", flat=True))


@admin.register(Membership)
class MembershipAdmin(ActingAdmin):
    list_display = ("negotiation", "user", "team", "role")
    list_select_related = ("negotiation", "user", "team")
    fields = ("negotiation", "user", "team", "role")
    form = MembershipForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return acting(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return acting(request).is_superuser

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing in bulk: each removal is judged alone, so that the last lead stays."""
        return {}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "negotiation":
            kwargs["queryset"] = Negotiation.objects.visible_to(acting(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        membership = add_member(
            negotiation=obj.negotiation,
            user=obj.user,
            team=obj.team,
            role=MemberRole(obj.role),
            actor=acting(request),
            now=clock.now(),
        )
        obj.pk = membership.pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        remove_member(membership=obj, actor=acting(request), now=clock.now())


# Their page of teams writes past the actions.
admin.site.unregister(Group)


@admin.register(Group)
class TeamAdmin(ActingAdmin):
    """Teams and who is in them; what they may know is said by their memberships."""

    list_display = ("name",)
    form = TeamForm
    fields = ("name", "people")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return acting(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return acting(request).is_superuser

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        who: Any = {"actor": acting(request), "now": clock.now()}
        name, wanted = form.cleaned_data["name"], set(form.cleaned_data["people"])
        if change:
            team = rename_team(team=Group.objects.get(pk=obj.pk), name=name, **who)
        else:
            team = make_team(name=name, **who)
            obj.pk = team.pk
        held = set(User.objects.filter(groups=team))
        for person in sorted(wanted - held, key=lambda each: each.pk):
            add_to_team(team=team, user=person, **who)
        for person in sorted(held - wanted, key=lambda each: each.pk):
            remove_from_team(team=team, user=person, **who)


def acting(request: HttpRequest) -> User:
    """The person who uses the administration."""
    if not isinstance(request.user, User):
        raise TypeError("the administration was opened without a person")
    return request.user


for model in apps.get_app_config("negotiations").get_models():
    if not admin.site.is_registered(model):
        admin.site.register(model, ReadingAdmin)
