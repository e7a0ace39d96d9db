"""Messages of our own in the shape of JMA's; nothing of theirs is copied."""

ROOT = "http://xml.kishou.go.jp/jmaxml1/"
SEISMOLOGY, METEOROLOGY, VOLCANOLOGY = "seismology1", "meteorology1", "volcanology1"


def report(
    title: str,
    body: str = "",
    *,
    status: str = "通常",
    info_type: str = "発表",
    event_id: str = "20261123103000",
    serial: str = "1",
    reported: str = "2026-11-23T10:35:00+09:00",
    head_title: str = "",
    headline: str = "",
    information: str = "",
    kind: str = METEOROLOGY,
) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Report xmlns="{ROOT}" xmlns:jmx="{ROOT}">
<Control><Title>{title}</Title><DateTime>2026-11-23T01:35:00Z</DateTime><Status>{status}</Status>
<EditorialOffice>試しの気象台</EditorialOffice><PublishingOffice>試しの気象台</PublishingOffice></Control>
<Head xmlns="{ROOT}informationBasis1/"><Title>{head_title or title}</Title>
<ReportDateTime>{reported}</ReportDateTime><TargetDateTime>{reported}</TargetDateTime>
<EventID>{event_id}</EventID><InfoType>{info_type}</InfoType><Serial>{serial}</Serial>
<InfoKind>{title}</InfoKind><InfoKindVersion>1.0_0</InfoKindVersion>
<Headline><Text>{headline}</Text>{information}</Headline></Head>
<Body xmlns="{ROOT}body/{kind}/" xmlns:jmx_eb="{ROOT}elementBasis1/">{body}</Body>
</Report>""".encode()


def coded(tag: str, name: str, code: str, rest: str = "") -> str:
    return f"<{tag}><Name>{name}</Name><Code>{code}</Code>{rest}</{tag}>"


def warning(layer: str, *items: str, kind: str = "気象警報・注意報") -> str:
    return f'<Warning type="{kind}（{layer}）">{"".join(items)}</Warning>'


def item(code: str, name: str, area: str, *, status: str = "発表", place: str = "試しの市") -> str:
    return f"<Item>{coded('Kind', name, code, f'<Status>{status}</Status>')}{coded('Area', place, area)}</Item>"


def information(code_type: str, code: str, name: str, *areas: tuple[str, str], kind: str = "") -> str:
    there = "".join(coded("Area", place, number) for place, number in areas)
    return (
        f'<Information type="{kind}"><Item>{coded("Kind", name, code)}'
        f'<Areas codeType="{code_type}">{there}</Areas></Item></Information>'
    )


def quake(*prefectures: tuple[str, str, str, str], comment: str = "0215", origin: str = "2026-11-23T10:30") -> str:
    """Each: intensity, code of the prefecture, of the area, of the city."""
    shaken = "".join(
        coded("Pref", "県", pref, f"<MaxInt>{felt}</MaxInt>" + _area(felt, area, city))
        for felt, pref, area, city in prefectures
    )
    return f"""<Earthquake><OriginTime>{origin}:00+09:00</OriginTime><Hypocenter><Area><Name>試しの沖</Name>
<Code type="震央地名">288</Code></Area></Hypocenter><jmx_eb:Magnitude type="Mj">6.1</jmx_eb:Magnitude></Earthquake>
<Intensity><Observation>{shaken}</Observation></Intensity>
<Comments><ForecastComment codeType="固定付加文"><Text>文</Text><Code>{comment}</Code></ForecastComment></Comments>"""


def _area(felt: str, area: str, city: str) -> str:
    inside = coded("City", "市", city, f"<MaxInt>{felt}</MaxInt>") if city else ""
    return coded("Area", "地域", area, f"<MaxInt>{felt}</MaxInt>{inside}")


def coast(code: str, kind: str, name: str, *, arrival: str = "", condition: str = "", height: str = "") -> str:
    first = f"<ArrivalTime>2026-11-23T{arrival}:00+09:00</ArrivalTime>" if arrival else ""
    return f"""<Item>{coded("Area", "試しの海", code)}<Category>{coded("Kind", name, kind)}</Category>
<FirstHeight>{first}<Condition>{condition}</Condition></FirstHeight>
<MaxHeight><jmx_eb:TsunamiHeight description="{height}">NaN</jmx_eb:TsunamiHeight></MaxHeight></Item>"""


def tsunami(*coasts: str) -> str:
    return f"<Tsunami><Forecast>{''.join(coasts)}</Forecast></Tsunami>"


def volcano(kind: str, code: str, name: str, code_type: str, *areas: tuple[str, str]) -> str:
    there = "".join(coded("Area", place, number) for place, number in areas)
    return (
        f'<VolcanoInfo type="{kind}"><Item>{coded("Kind", name, code)}'
        f'<Areas codeType="{code_type}">{there}</Areas></Item></VolcanoInfo>'
    )
