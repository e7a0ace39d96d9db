"""The signs of the platform, drawn on a grid of 24 with lines of width 2."""

PATHS = {
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01",
    "success": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l2.8 2.8L16.2 9",
    "warning": "M12 3.5 2.5 20h19zM12 10v4.5M12 17.3v.01",
    "error": "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5M12 16.5v.01",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.2l3.4 2",
    "circle": "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12z",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "close": "M6 6l12 12M18 6 6 18",
    "plus": "M12 5v14M5 12h14",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20.5 20.5",
    "forward": "M9 5l7 7-7 7",
    "back": "M15 5l-7 7 7 7",
    "down": "M5 9l7 7 7-7",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
    "external": "M13 5h6v6M19 5l-8.5 8.5M17 14v5H5V7h5",
    "print": "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7",
    "pin": "M12 21s7-6.3 7-11.5a7 7 0 1 0-14 0C5 14.7 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "mail": "M4 6h16v12H4zM4 7l8 6 8-6",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
}
# Signs that point along the line of reading; mirrored where it runs from right to left.
POINTING = {"forward", "back", "arrow"}
