"""Texts as files of translators' tools: PO and XLIFF 1.2, out and in."""
