class RefusedError(Exception):
    """What was asked cannot be done; the message is the sentence to show."""
