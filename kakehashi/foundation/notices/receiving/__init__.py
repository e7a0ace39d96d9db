"""Mail that comes in: from a mail server's pipe, an IMAP mailbox or a folder, to whoever it is for.

A message is parsed (`letters`), its reply address is read (`addressing`) and it is handed to the app that registered
for that address (`taking_in`). Nothing is answered automatically, so nothing can go round in circles.
"""
