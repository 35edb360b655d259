"""Run in an empty installation: what a run of Schemathesis needs to get past the doors; docs/api.md says how.

Prints the session and the token of one person, and a body for each operation that is right for the rows there are.
"""

import json
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from config import clock  # noqa: E402
from negotiations import models  # noqa: E402
from negotiations.actions.tokens import make_token  # noqa: E402
from negotiations.enums import MemberRole, TokenScope  # noqa: E402
from tests import factories as make  # noqa: E402
from tests import world  # noqa: E402
from tests.api.bodies import own, requests, the  # noqa: E402

talks = world.build()
lead, now = talks.lead, clock.now()
make.member(talks.negotiation, lead, MemberRole.LEAD)
token = make_token(name="Tried", scopes=list(TokenScope), expires_at=now + timedelta(days=1), actor=lead, now=now)
session = SessionStore()
session[SESSION_KEY] = str(lead.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = lead.get_session_auth_hash()
session.create()
sent = {**requests(talks), **own(talks)}
# What takes up an outlet can be sent once; what names one on record again and again.
on_record = {"claim": the(models.Claim).pk, "article": the(models.Article).reference}


def again(body: dict[str, Any]) -> dict[str, Any]:
    return {name: on_record.get(name, value) if isinstance(value, dict) else value for name, value in body.items()}


print(  # noqa: T201 - read by the hooks
    json.dumps(
        {
            "token": token.shown_once["token"],
            "session": session.session_key,
            "bodies": {name: again(each.body) for name, each in sent.items() if each.body},
        }
    )
)
