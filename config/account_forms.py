"""The forms of signing in, in Parley's words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MAIL = _("E-mail")
_NEW: Mapping[str, Promise] = {"password1": _("New password"), "password2": _("New password, once more")}


class _InOurWords:
    """Gives fields the labels of LABELS. What a field is stands above it alone, and not in its empty box too."""

    LABELS: ClassVar[Mapping[str, Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = self.LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_InOurWords, LoginForm):  # type: ignore[misc]  # allauth carries no types
    """People sign in by their address alone."""

    LABELS: ClassVar[Mapping[str, Promise]] = {"login": _MAIL}


class AgainForm(_InOurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """Asks for the password once more before what guards the account is opened."""


class ForgottenForm(_InOurWords, ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    LABELS: ClassVar[Mapping[str, Promise]] = {"email": _MAIL}


class FurtherAddressForm(_InOurWords, AddEmailForm):  # type: ignore[misc]  # allauth carries no types
    LABELS: ClassVar[Mapping[str, Promise]] = {"email": _MAIL}


class AnotherPasswordForm(_InOurWords, ChangePasswordForm):  # type: ignore[misc]  # allauth carries no types
    LABELS: ClassVar[Mapping[str, Promise]] = {"oldpassword": _("Present password"), **_NEW}


class FirstPasswordForm(_InOurWords, SetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    LABELS: ClassVar[Mapping[str, Promise]] = _NEW


class ForgottenPasswordForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    LABELS: ClassVar[Mapping[str, Promise]] = _NEW
