class RefusalError(Exception):
    """Parley cannot start; the message is one sentence for the person who tried, saying what to do."""
