class BackupError(Exception):
    """It cannot be done; the message says why and what to do."""
