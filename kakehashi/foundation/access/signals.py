"""What this app tells those above it."""

from django.dispatch import Signal

# Sent inside the transaction that made the invitation, with `invitation` and `accept_path` (absolute path of the page
# that accepts it; holds the secret, which is stored nowhere). Who sends the mail connects here.
invitation_created = Signal()

# Sent inside the transaction in which an invitation was accepted, with `invitation` and `person`: whoever opened the
# secret link has shown that the address of the invitation is theirs.
invitation_accepted = Signal()
