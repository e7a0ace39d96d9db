"""Which of the fixed words (`data/bank/words/`) the public pages use. Services of shelters name further ones."""

STATUS = {"live": "current", "superseded": "superseded", "withdrawn": "withdrawn", "expired": "expired"}
STATE = {"unchecked": "not_checked", "machine": "machine_draft", "stale": "stale", "missing": "missing"}
SHELTER = {
    "open": "shelter_open",
    "nearly_full": "shelter_nearly_full",
    "full": "shelter_full",
    "closed": "shelter_closed",
    "unknown": "shelter_unknown",
}
KEYS = frozenset(
    {
        *STATUS.values(),
        *STATE.values(),
        *SHELTER.values(),
        "address",
        "changed_at",
        "checked",
        "code",
        "code_not_found",
        "correction",
        "download_offline",
        "drill",
        "drill_short",
        "feed",
        "issued_at",
        "issued_by",
        "language",
        "live_items",
        "mail_read_more",
        "no_items",
        "no_shelters",
        "offline_note",
        "other_languages",
        "page_title",
        "phone",
        "place",
        "saved_at",
        "see_newer",
        "sheet_page",
        "shelter_services",
        "shelters",
        "speech_closing",
        "speech_drill",
        "speech_opening",
        "speech_repeat",
        "top",
        "updated",
        "urgent",
        "valid_until",
    }
)
