"""Who signs in where the browser's tests run."""

EMAIL, PASSWORD = "reader@example.org", "correct horse battery staple"
# Each has watched the energy freeze since the day before, and has been told of what moved.
WATCHERS = ("pointer@example.org", "plain@example.org", "keys@example.org")
# Goes through every page there is, in the language whose every text is longer.
WALKER = "walker@example.org"
