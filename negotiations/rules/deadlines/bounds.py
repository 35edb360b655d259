"""The words that make a day a limit: by, until, before, no later than, expires, has until. Data only."""

from enum import StrEnum

from negotiations.rules.deadlines.text import Phrases


class Bound(StrEnum):
    """UNTIL includes the day, BEFORE does not, ON says nothing more.

    NOT_BEFORE is the earliest day and no deadline, and so is AFTER unless it ends a length (after 30 days).
    """

    UNTIL = "until"
    BEFORE = "before"
    NOT_BEFORE = "not before"
    AFTER = "after"
    ON = "on"


_UNTIL = (
    "by|on or prior to|at or before|at or prior to|"
    "until|till|til|through|thru|up to|up until|no later than|not later than|on or before|at the latest by|"
    "at the latest on|at the latest|at latest|not after|no later|due by|due on|due|due in|expires|expires on|"
    "expires at|expire|expire on|expire at|expiring|expiring on|ends|ends on|ends at|end on|end at|ending|"
    "ending on|ending at|lapses|lapses on|lapse on|runs until|run until|lasts until|last until|runs out on|"
    "runs out|run out on|has until|have until|had until|deadline|deadline of|deadline is|deadline for|"
    "by or before|on or by|by no later than|by not later than|valid until|valid through|valid till|"
    "in force until|to expire on|to end on|set to expire on|set to end on|will expire on|will end on|"
    "shall end on|shall expire on|terminates on|terminates|concludes on|concludes|closes on|closes|"
    "the deadline is|due date|due date is|open until|extended until|extended to|extended through|as late as|"
    "at the very latest by|by at the latest|not past|no later then|latest by|latest|deadline on|deadline by|"
    "in effect until|effective until|to be completed by|expiration date|expiry date|expiry|before or on|"
    "not beyond|until the end of|up to and including|until and including|to last until|will last until|is due on|"
    "is due|are due|are due on|was due on|ends by|no later than on|not later than on|prior to or on|sunsets on|"
    "sunset on|falls on|falls due on|runs to|runs through|lasts through|will run until|must end by|inside|within|"
    "postponed to|postponed until|moved to|pushed to|delayed until|rescheduled for|rescheduled to|"
    "brought forward to"
)
_BEFORE = (
    "before|prior to|ahead of|in advance of|earlier than|sooner than|any time before|anytime before|"
    "at any time before|"
    "some time before|sometime before|not later than before|due before|ends before|expires before|"
    "preceding|strictly before|"
    "at the latest before|up to but not including|until but not including|until just before|by before"
)
_NOT_BEFORE = (
    "not before|no earlier than|not earlier than|no sooner than|not until after|any time after|anytime after|"
    "since|ever since|not until|on or after|at the earliest|at the earliest on|not prior to|no earlier than on"
)
_AFTER = "after|later than|from after|past|beyond|only after"
_ON = (
    "on|in|at|from|during|of|for|starting|starting on|starting from|beginning|beginning on|commencing|"
    "commencing on|effective|effective on|effective from|effective as of|with effect from|as of|as from|on the|"
    "over|throughout|scheduled for|set for|date|date is|dated|to|through to|starts|starts on|begins on|begins|"
    "planned for|as at|it is|it's|is on|is|will be on|will be|takes effect on|enters into force on|"
    "entering into force on|shall enter into force on|applies from|shall apply from|expected on|expected by|"
    "opens on|slated for|anytime on|any time on|exactly on|in the|during the"
)

BOUNDS: Phrases[Bound] = Phrases(
    dict.fromkeys(_ON.split("|"), Bound.ON)
    | dict.fromkeys(_UNTIL.split("|"), Bound.UNTIL)
    | dict.fromkeys(_BEFORE.split("|"), Bound.BEFORE)
    | dict.fromkeys(_NOT_BEFORE.split("|"), Bound.NOT_BEFORE)
    | dict.fromkeys(_AFTER.split("|"), Bound.AFTER)
)
