"""What an action answers when it will not do what was asked: always a field, a reason and a remedy."""

from __future__ import annotations


class ParleyError(Exception):
    """The root of every refusal that Parley words itself."""


class UnscopedQueryError(ParleyError):
    """A query over need-to-know rows ran without `visible_to(user)` or `unscoped(reason=…)`."""


class ActionRefusedError(ParleyError):
    """An action was refused and nothing was written.

    `field` names the input at fault, `reason` says in one sentence what is wrong and what would be right.
    """

    code = "refused"

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class InvalidValueError(ActionRefusedError):
    """A value breaks a stated bound: length, code list, date range, control characters."""

    code = "invalid"


class ForbiddenMoveError(ActionRefusedError):
    """A status cannot follow the present one; `allowed` lists those that can."""

    code = "forbidden_move"

    def __init__(self, reason: str, *, allowed: tuple[str, ...], field: str = "status") -> None:
        super().__init__(reason, field=field)
        self.allowed = allowed


class StaleVersionError(ActionRefusedError):
    """Somebody else changed the row since it was read; `current` is the version it has now."""

    code = "stale"

    def __init__(self, reason: str, *, current: int) -> None:
        super().__init__(reason, field="version")
        self.current = current


class NotPermittedError(ActionRefusedError):
    """The person may not write to this negotiation."""

    code = "not_permitted"


class DeadlineUnclearError(ActionRefusedError):
    """The words of a deadline have no one date; `refusal` is the rule's own answer with the readings to choose from."""

    code = "deadline_unclear"

    def __init__(self, reason: str, *, refusal: object) -> None:
        super().__init__(reason, field="expression")
        self.refusal = refusal


class AlreadySaidError(ActionRefusedError):
    """A party's account of this attribute holds already; `account` is its number, which a revision has to name."""

    code = "already_said"

    def __init__(self, reason: str, *, account: int) -> None:
        super().__init__(reason, field="replaces")
        self.account = account
