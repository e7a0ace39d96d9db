"""The API: one description at /api/v1/openapi.json; each router brings its own reads."""

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from kakehashi.engines.calls.api import router as calls
from kakehashi.engines.cases.api import router as cases
from kakehashi.foundation.catalogue.api import router as catalogue

api = NinjaAPI(
    title="Kakehashi",
    version="1",
    description="架け橋: the council's plan, cases and precedents, calls, applications and results."
    " Reads only; sign-in by the session where needed.",
    docs_url=None,
    urls_namespace="portal:api",
)
api.add_router("", catalogue)
api.add_router("", cases)
api.add_router("", calls)

patterns, app_name, namespace = api.urls
for pattern in patterns:
    # Who may read is decided by each operation's own `auth`.
    if pattern.callback is not None:
        pattern.callback = login_not_required(pattern.callback)
urls = (patterns, app_name, namespace)
