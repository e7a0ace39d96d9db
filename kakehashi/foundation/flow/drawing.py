"""The flow as a Mermaid drawing, kept in `docs/flows/` and compared by a test."""

from typing import Any

from django.utils import translation

from kakehashi.foundation.flow.definition import Flow


def mermaid(flow: Flow[Any]) -> str:
    """A state diagram in Japanese; moves that keep the step are loops."""
    with translation.override("ja"):
        lines = ["```mermaid", "stateDiagram-v2"]
        lines += [f"    {step.code}: {step.label}" for step in flow.steps]
        lines.append(f"    [*] --> {flow.steps[0].code}")
        for move in flow.moves:
            lines += [f"    {source} --> {move.target or source}: {move.label}" for source in move.sources]
        lines += [f"    {step.code} --> [*]" for step in flow.steps if step.is_end]
        lines.append("```")
    return "\n".join(lines) + "\n"
