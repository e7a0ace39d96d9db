"""What forms send along."""

from django.http import HttpRequest


def sent_revision(request: HttpRequest) -> int:
    """The revision on which the form was based; 0, which is never current, for anything else."""
    sent = request.POST.get("_revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
