from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorType(TextChoices):
    """Kinds of actor, after the PA-X actor dataset (PAA-X)."""

    STATE = "state", _("state")
    STATE_BODY = "state body", _("body of a state")
    SUBSTATE = "substate", _("sub-state authority")
    ARMED = "armed organisation", _("armed organisation")
    POLITICAL = "political organisation", _("political organisation")
    COALITION = "coalition", _("coalition or informal group")
    IGO = "intergovernmental organisation", _("intergovernmental organisation")
    NGO = "non-governmental organisation", _("non-governmental organisation")
    CIVIL = "civil society", _("civil society")
    RELIGIOUS = "religious organisation", _("religious organisation")
    BUSINESS = "business", _("business")
    OTHER = "other", _("other")


class NameKind(TextChoices):
    """Why a party or person carries one more name."""

    OFFICIAL = "official", _("official")
    SHORT = "short", _("short")
    ALTERNATIVE = "alternative", _("alternative")
    TRANSLITERATION = "transliteration", _("transliteration")
    FORMER = "former", _("former")
