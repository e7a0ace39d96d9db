"""Every write of cases: the request, the moves, arranging, papers, messages, precedents."""
