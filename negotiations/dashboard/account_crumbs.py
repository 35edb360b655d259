"""The breadcrumb of the pages about one's own account, which the sign-in library draws in our shell."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.dashboard.base import Crumb

_PAGES = {
    "account_change_password": gettext_lazy("Change password"),
    "account_logout": gettext_lazy("Sign out"),
    "account_set_password": gettext_lazy("Choose a password"),
    "mfa_index": gettext_lazy("Second factor"),
    "socialaccount_connections": gettext_lazy("Other ways to sign in"),
    "usersessions_list": gettext_lazy("Where I am signed in"),
}
_BELOW_SECOND_FACTOR = {
    "mfa_activate_totp": gettext_lazy("Authenticator app"),
    "mfa_deactivate_totp": gettext_lazy("Authenticator app"),
    "mfa_view_recovery_codes": gettext_lazy("Recovery codes"),
    "mfa_generate_recovery_codes": gettext_lazy("Recovery codes"),
    "mfa_list_webauthn": gettext_lazy("Passkeys and security keys"),
    "mfa_add_webauthn": gettext_lazy("Passkeys and security keys"),
    "mfa_edit_webauthn": gettext_lazy("Passkeys and security keys"),
    "mfa_remove_webauthn": gettext_lazy("Passkeys and security keys"),
}


def account_crumbs(request: HttpRequest) -> list[Crumb]:
    """The way from Settings to the account page that was asked for; empty on any other page."""
    name = (request.resolver_match.url_name if request.resolver_match else None) or ""
    settings = Crumb(_("Settings"), reverse("dashboard:settings"))
    if name in _PAGES:
        return [settings, Crumb(str(_PAGES[name]))]
    if name in _BELOW_SECOND_FACTOR:
        above = Crumb(str(_PAGES["mfa_index"]), reverse("mfa_index"))
        return [settings, above, Crumb(str(_BELOW_SECOND_FACTOR[name]))]
    return []
