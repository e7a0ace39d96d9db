"""What this app tells those above it."""

from django.dispatch import Signal

# Sent inside the transaction in which somebody changed what a plan says of its services. The loader does not send it.
services_changed = Signal()
