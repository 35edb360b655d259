"""The field's code lists, each with the version of its scheme. Data files beside this one; nothing of Django.

Codes are plain strings here: the closed lists of `negotiations.enums` hold the same ones, and a test compares them.
"""

from negotiations.codelists.actors import ACTOR_SCHEME, Actor, actor_by_iso, actor_types, known_actors
from negotiations.codelists.ceasefires import (
    CEASEFIRE_SCHEME,
    ceasefire_classes,
    ceasefire_extents,
    ceasefire_purposes,
    ceasefire_sides,
)
from negotiations.codelists.events import EVENT_SCHEME, event_categories, event_contexts, modes_of
from negotiations.codelists.issues import Issue, issue, issues
from negotiations.codelists.stages import STAGE_SCHEME, stages, sub_stages_of
from negotiations.codelists.zones import time_zones

__all__ = [
    "ACTOR_SCHEME",
    "CEASEFIRE_SCHEME",
    "EVENT_SCHEME",
    "STAGE_SCHEME",
    "Actor",
    "Issue",
    "actor_by_iso",
    "actor_types",
    "ceasefire_classes",
    "ceasefire_extents",
    "ceasefire_purposes",
    "ceasefire_sides",
    "event_categories",
    "event_contexts",
    "issue",
    "issues",
    "known_actors",
    "modes_of",
    "stages",
    "sub_stages_of",
    "time_zones",
]
