"""What the foundation is told about the JET Programme; imported once all models are loaded."""

import kakehashi.services.jet.notices.requests  # noqa: F401  # registers its kinds of notices
