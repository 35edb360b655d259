"""Run by tests/api/test_parallel.py in an empty database: one proposal and somebody signed in who may change it."""

import json

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from tests import factories as make  # noqa: E402

proposal = make.proposal(title="Truce")
party = make.party(name="Freedonia")
claim = make.claim(proposal.negotiation)
user = make.user()
make.member(proposal.negotiation, user)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(  # noqa: T201 - read by the test
    json.dumps(
        {
            "session": session.session_key,
            "proposal": f"/api/v1/proposals/{proposal.reference}/",
            "position": {"party": party.pk, "stance": "accepts", "claim": claim.pk},
        }
    )
)
