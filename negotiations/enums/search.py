from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SearchKind(TextChoices):
    """What a search finds, named as the lists of the API are, in the order in which results stand."""

    PROPOSALS = "proposals", _("Proposals")
    CONDITIONS = "conditions", _("Conditions")
    PARTIES = "parties", _("Parties")
    PEOPLE = "people", _("People")
    EVENTS = "events", _("Meetings and events")
    CLAIMS = "claims", _("Statements")
    ARTICLES = "articles", _("Sources")
