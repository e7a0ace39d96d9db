"""Speech by a program outside: which one speaks a language, and its run in a process of its own."""
