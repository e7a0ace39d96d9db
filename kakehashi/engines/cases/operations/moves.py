"""All moves of cases by their code: what pages and mails call."""

from collections.abc import Callable

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.operations import answering, moving, recording

MOVES: dict[str, Callable[..., Case]] = {
    move.__name__: move
    for move in [
        moving.submit, moving.submit_to_branch, moving.forward, moving.return_to_client, moving.receive, moving.accept,
        moving.ask_back, moving.ask_detail, moving.supply, moving.supply_detail, moving.supply_working,
        moving.note_seen, moving.send_itinerary, moving.rearrange, moving.carry_out, moving.complete,
        moving.complete_and_close, moving.answer, moving.close, moving.decline, moving.withdraw,
        answering.find_feasible, answering.send_letter_to_branch, answering.send_letter, answering.forward_letter,
        answering.return_letter, answering.take_on, answering.deliver, answering.deliver_and_close,
        recording.begin, recording.log, recording.finish,
    ]
}  # fmt: skip
