"""What fills the slots of a sentence: stored JSON checked (`cleaning`) and said in a language (`speaking`)."""

from kakehashi.services.disaster.values.cleaning import ValueRefusedError, clean
from kakehashi.services.disaster.values.names import Named, Names
from kakehashi.services.disaster.values.saying import Blank, NotSayableError, say, with_blanks
from kakehashi.services.disaster.values.speaking import spoken

__all__ = ["Blank", "Named", "Names", "NotSayableError", "ValueRefusedError", "clean", "say", "spoken", "with_blanks"]
