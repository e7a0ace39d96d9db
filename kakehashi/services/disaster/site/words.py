"""The fixed words of the public pages, by key. `{…}` is filled in."""

KEYS = (
    # The site
    "site_title",  # Disaster information
    "choose_language",
    "languages",  # label of the list of languages
    "now",  # heading: what is in force now
    "nothing_now",  # there is nothing in force now
    "places",  # heading: choose your place
    "all_places",
    "home",  # back to the beginning
    "next_page",
    "previous_page",
    "feed",  # subscribe: feed
    "offline",  # download, to read without the net
    "not_found",
    "not_found_text",
    "print",
    # One bulletin
    "place",
    "issuer",
    "sent_at",
    "updated_at",
    "valid_until",
    "version",
    "code",
    "details",
    "change_note",  # what changed
    # Where it stands
    "status.live",
    "status.superseded",
    "status.withdrawn",
    "status.expired",
    "status_text.live",  # This information is current.
    "status_text.superseded",  # This information has changed. Read the new one.
    "status_text.withdrawn",  # … was withdrawn. Do not follow it.
    "status_text.expired",  # … is old. It is no longer in force.
    "read_new",  # link to the new one
    "take_down",  # on the page behind the code: please take this sheet down
    # How far a text can be trusted
    "state.unchecked",
    "state.machine",
    "state.stale",
    "state.missing",
    "state_text.unchecked",
    "state_text.machine",
    "state_text.stale",
    "state_text.missing",
    "checked_at",
    # Drills
    "exercise",  # DRILL
    "exercise_text",  # This is a drill. Nothing has happened.
    # Severity, the words of CAP
    "severity.Extreme",
    "severity.Severe",
    "severity.Moderate",
    "severity.Minor",
    "severity.Unknown",
    # Shelters
    "shelters",
    "no_shelters",
    "shelter_status.preparing",
    "shelter_status.open",
    "shelter_status.full",
    "shelter_status.closed",
    "address",
    "phone",
    "capacity",
    "services",
    "languages_spoken",
)
