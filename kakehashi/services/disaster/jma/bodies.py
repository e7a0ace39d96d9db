"""The bodies of the messages, one reader for each shape. A reader takes what it finds and misses nothing loudly."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.facts import Gathered, Place, places, text
from kakehashi.services.disaster.jma.hardened import Element

BASIS = "{http://xml.kishou.go.jp/jmaxml1/elementBasis1/}"
HEAD = "{http://xml.kishou.go.jp/jmaxml1/informationBasis1/}"
LAYERS = (
    ("市町村等をまとめた地域等", "area", "group"),
    ("市町村等", "city", "city"),
    ("一次細分区域等", "area", "primary"),
    ("府県予報区等", "area", "prefecture"),
    ("発表細分", "area", "primary"),
)
WARNING_TABLES = {
    "気象警報・注意報": "weather",
    "土砂災害警戒情報": "soil",
    "記録的短時間大雨情報": "rain",
    "竜巻注意情報": "wind",
}
FLOOD_LAYERS = {"（河川）": "river", "（府県予報区等）": "prefecture"}
BEFORE = {"50": "51", "60": "62", "72": "62", "73": "51"}  # what was lifted, where the message does not say it
MILLIMETRES = re.compile(r"(\d+)ミリ")
HEAT_ALERT = re.compile(r"熱中症(特別)?警戒(アラート|情報).*")


def namespace_of(element: Element) -> str:
    """ "{…}" of the element's name, empty when it has none."""
    name: str = element.tag
    return name[: name.find("}") + 1]


def _warning(head: Element, body: Element, gathered: Gathered) -> None:
    """Weather warnings, landslides, record rain, tornadoes: `Warning` for each layer of areas."""
    ns = namespace_of(body)
    rain = _millimetres(text(head, f"{HEAD}Headline/{HEAD}Text"))
    for warning in body.iterfind(f"{ns}Warning"):
        kind, _, rest = (warning.get("type") or "").partition("（")
        table = WARNING_TABLES.get(kind)
        if table is None or rest.startswith("高潮予報区間"):
            continue  # stretches of coast have no code that anybody knows
        area_kind, layer = next(((area, layer) for word, area, layer in LAYERS if word in rest), ("city", "city"))
        values = {"millimetres": rain} if rain and table == "rain" else {}
        for item in warning.iterfind(f"{ns}Item"):
            code, name = text(item, f"{ns}Area/{ns}Code"), text(item, f"{ns}Area/{ns}Name")
            there = (gathered.place(area_kind, code, name),)
            for stated in item.iterfind(f"{ns}Kind"):
                gathered.add(
                    table,
                    text(stated, f"{ns}Code"),
                    text(stated, f"{ns}Name"),
                    status=text(stated, f"{ns}Status"),
                    layer=layer,
                    places=there,
                    values=values,
                )


def _millimetres(words: str) -> str:
    """The largest amount of rain in these words, as digits."""
    found = [int(number) for number in MILLIMETRES.findall(unicodedata.normalize("NFKC", words))]
    return str(max(found)) if found else ""


def _quake(head: Element, body: Element, gathered: Gathered) -> None:
    """The hypocentre, the intensities of prefectures, areas and cities, what is said about a tsunami."""
    ns = namespace_of(body)
    values = {"origin": text(body, f"{ns}Earthquake/{ns}OriginTime")}
    epicentre = body.find(f"{ns}Earthquake/{ns}Hypocenter/{ns}Area")
    if code := text(epicentre, f"{ns}Code"):
        place = gathered.place("epicentre", code, text(epicentre, f"{ns}Name"))
        gathered.add("quake", "hypocentre", "", layer="epicentre", places=(place,))
    shaken: dict[tuple[str, str], list[Place]] = {}
    for pref in body.iterfind(f"{ns}Intensity/{ns}Observation/{ns}Pref"):
        for layer, element in _shaken(ns, pref):
            said = _said(element)
            place = gathered.place(layer, said.get(f"{ns}Code", ""), said.get(f"{ns}Name", ""))
            shaken.setdefault((layer, said.get(f"{ns}MaxInt", "")), []).append(place)
    for (layer, felt), there in shaken.items():
        gathered.add("intensity", felt, "", layer=layer, places=there, values=values)
    for comment in body.iterfind(f"{ns}Comments/{ns}ForecastComment"):
        words = text(comment, f"{ns}Text")
        for code in text(comment, f"{ns}Code").split():
            if tables.kind_of("comment", code, words, gathered.day):
                gathered.add("comment", code, words)


def _shaken(ns: str, pref: Element) -> Iterator[tuple[str, Element]]:
    yield "pref", pref
    for area in pref.iterchildren(f"{ns}Area"):
        yield "quake", area
        for city in area.iterchildren(f"{ns}City"):
            yield "city", city


def _said(element: Element) -> dict[str, str]:
    """The words that stand before its parts; there are thousands of these elements, and more of their parts."""
    said = {}
    for child in element:
        if len(child):
            break
        said[child.tag] = (child.text or "").strip()
    return said


def _tsunami(head: Element, body: Element, gathered: Gathered) -> None:
    """Warnings by coast, each with the first arrival and the height expected; waves of their size seen out at sea."""
    ns = namespace_of(body)
    for information in head.iterfind(f"{HEAD}Headline/{HEAD}Information"):
        if information.get("type") == "沖合の津波観測に関する情報":
            gathered.add("sea", "observed", "")
    for item in body.iterfind(f"{ns}Tsunami/{ns}Forecast/{ns}Item"):
        code = text(item, f"{ns}Area/{ns}Code")
        if not code:
            continue
        height = item.find(f"{ns}MaxHeight/{BASIS}TsunamiHeight")
        kind = text(item, f"{ns}Category/{ns}Kind/{ns}Code")
        values = {
            "last": _lifted(kind, text(item, f"{ns}Category/{ns}LastKind/{ns}Code")),
            "arrival": text(item, f"{ns}FirstHeight/{ns}ArrivalTime"),
            "height": (height.get("description") or "") if height is not None else "",
        }
        gathered.add(
            "tsunami",
            kind,
            text(item, f"{ns}Category/{ns}Kind/{ns}Name"),
            layer="tsunami",
            places=(gathered.place("tsunami", code, text(item, f"{ns}Area/{ns}Name")),),
            values=values,
        )


def _lifted(kind: str, last: str) -> str:
    """The warning that is over, where this kind says that one is; kinds that stand are not told apart by it."""
    return (last or BEFORE[kind]) if kind in BEFORE else ""


def _flood(head: Element, body: Element, gathered: Gathered) -> None:
    """A river's state stands in the headline; the body holds water levels and words."""
    for information in head.iterfind(f"{HEAD}Headline/{HEAD}Information"):
        layer = next((layer for word, layer in FLOOD_LAYERS.items() if word in (information.get("type") or "")), "")
        for item in information.iterfind(f"{HEAD}Item"):
            code, name = text(item, f"{HEAD}Kind/{HEAD}Code"), text(item, f"{HEAD}Kind/{HEAD}Name")
            for place in places(item, HEAD, gathered) if layer else ():
                gathered.add("flood", code, name, layer=layer, places=(place,))


def _rain(head: Element, body: Element, gathered: Gathered) -> None:
    """The bulletins of 2026: tags say what happens, observations say where and how much."""
    ns = namespace_of(body)
    cities = tuple(_rained_on(ns, body, gathered))
    amount = _millimetres(text(head, f"{HEAD}Headline/{HEAD}Text"))
    for item in head.iterfind(f"{HEAD}Headline/{HEAD}Information/{HEAD}Item"):
        tag = text(item, f"{HEAD}Kind/{HEAD}Condition")
        there = cities if tag == "記録雨" and cities else places(item, HEAD, gathered)
        gathered.add("tag", tag, tag, layer="city", places=there, values={"millimetres": amount} if amount else {})


def _rained_on(ns: str, body: Element, gathered: Gathered) -> Iterator[Place]:
    for item in body.iterfind(f"{ns}MeteorologicalInfos/{ns}MeteorologicalInfo/{ns}Item"):
        area = item.find(f"{ns}Area")
        if area is not None and (kind := tables.area_kinds().get(area.get("codeType") or "")):
            yield gathered.place(kind, text(area, f"{ns}Code"), text(area, f"{ns}Name"))


def _volcano(head: Element, body: Element, gathered: Gathered) -> None:
    """The level of the mountain, the towns below it, what falls on them."""
    ns = namespace_of(body)
    for information in body.iterfind(f"{ns}VolcanoInfo"):
        for item in information.iterfind(f"{ns}Item"):
            there = places(item, ns, gathered)
            layer = there[0].code.partition(":")[0] if there else ""
            for kind in item.iterfind(f"{ns}Kind"):
                code, name = text(kind, f"{ns}Code"), text(kind, f"{ns}Name")
                status = text(kind, f"{ns}Condition")
                gathered.add("volcano", code, name, status=status, layer=layer, places=there)


def _heat(head: Element, body: Element, gathered: Gathered) -> None:
    """The prefecture stands in the title only."""
    name = HEAT_ALERT.sub("", text(head, f"{HEAD}Title"))
    if code := tables.area_named(name):
        gathered.add("heat", "alert", text(head, f"{HEAD}Title"), layer="pref", places=(Place(code, name),))


READERS: dict[str, Callable[[Element, Element, Gathered], None]] = {
    "warning": _warning,
    "quake": _quake,
    "tsunami": _tsunami,
    "flood": _flood,
    "rain": _rain,
    "volcano": _volcano,
    "heat": _heat,
}
