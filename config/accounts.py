"""Who may have an account: only people an administrator has added."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Refuses to let anyone sign themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownPeopleAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Lets the office's sign-in connect to an existing account by its address, and never make one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
