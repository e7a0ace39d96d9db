"""What this app tells those above it."""

from django.dispatch import Signal

# Sent inside the transaction that made the invitation, with `invitation` and `accept_path` (absolute path of the page
# that accepts it; holds the secret, which is stored nowhere). Who sends the mail connects here.
invitation_created = Signal()
