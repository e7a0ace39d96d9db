"""What the foundation is told about calls; imported once all models are loaded."""

from kakehashi.engines.calls.queries.letters import may_read_letter
from kakehashi.foundation.documents.gates import register_gate

register_gate("calls.letter", may_read_letter)
