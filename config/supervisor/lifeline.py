"""The line between ``up`` and its children: when it and its guardian were both killed, the system ends the children."""

import fcntl
import os
import signal


class Lifeline:
    """A pipe whose writing end is held by ``up`` and, as its fork, by its guardian, and by nobody else.

    A child holds the reading end and has the system send it SIGTERM once the last of the two is gone. Only Linux can
    be asked for that signal; elsewhere there is only the guardian.
    """

    def __init__(self) -> None:
        self.read_end, self._kept = os.pipe()

    def hold(self) -> None:
        """Take hold of the line; to be called in the child, between its fork and its program."""
        if not hasattr(fcntl, "F_SETSIG"):
            return
        # Opened anew, since whom the signal goes to is noted on the opened file, and forks share that.
        own = os.open(f"/proc/self/fd/{self.read_end}", os.O_RDONLY | os.O_NONBLOCK)
        fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGTERM)
        fcntl.fcntl(own, fcntl.F_SETFL, os.O_NONBLOCK | fcntl.FASYNC)
        os.dup2(own, self.read_end)  # the one that stays open when the program begins
