"""A small country in an emergency: bulletins in every state, in the languages of residents, shelters and paper."""

import datetime as dt
import json
from pathlib import Path

from kakehashi.services.disaster.site.snapshot import (
    Area,
    Bulletin,
    Issuer,
    Language,
    Moment,
    Part,
    Sheet,
    Shelter,
    Snapshot,
    State,
    Text,
)
from kakehashi.services.disaster.site.words import KEYS
from tests.house.sources import ROOT

JAPAN = dt.timezone(dt.timedelta(hours=9))
WORDS = ROOT / "kakehashi/services/disaster/data/bank/words"
ICON = (
    '<svg viewBox="0 0 15 15" xmlns="http://www.w3.org/2000/svg"><path d="M7 0L15 14L0 14ZM6.5 5L6.5 10L8 10Z"/></svg>'
)
# code, own name, direction, "An earthquake has happened in {place}." / "Go to high ground. Do not use a car."
LANGUAGES = [
    (
        "ja",
        "日本語",
        "ltr",
        "{place}で強い地震《じしん》がありました。",
        "高い所へ逃げてください。\n車は使わないでください。",
    ),
    (
        "ja-x-yasashi",
        "やさしい にほんご",
        "ltr",
        "{place}で 大《おお》きい 地震《じしん》が ありました。",
        "高《たか》い 所《ところ》へ 逃《に》げて ください。\n車《くるま》は 使《つか》わないで ください。",
    ),
    ("en", "English", "ltr", "A strong earthquake has hit {place}.", "Go to high ground.\nDo not use a car."),
    ("zh-Hans", "简体中文", "ltr", "{place}发生了强烈地震。", "请前往高处。\n请不要开车。"),
    ("zh-Hant", "繁體中文", "ltr", "{place}發生了強烈地震。", "請前往高處。\n請不要開車。"),
    ("ko", "한국어", "ltr", "{place}에서 강한 지진이 발생했습니다.", "높은 곳으로 가십시오.\n차를 타지 마십시오."),
    ("pt", "português", "ltr", "Houve um forte terremoto em {place}.", "Vá para um lugar alto.\nNão use o carro."),
    ("es", "español", "ltr", "Hubo un fuerte terremoto en {place}.", "Vaya a un lugar alto.\nNo use el coche."),
    (
        "fil",
        "Filipino",
        "ltr",
        "May malakas na lindol sa {place}.",
        "Pumunta sa mataas na lugar.\nHuwag gumamit ng kotse.",
    ),
    ("vi", "Tiếng Việt", "ltr", "Đã có động đất mạnh ở {place}.", "Hãy đến nơi cao.\nKhông dùng ô tô."),
    ("th", "ไทย", "ltr", "เกิดแผ่นดินไหวรุนแรงที่ {place}", "ไปยังที่สูง\nอย่าใช้รถยนต์"),
    ("id", "Indonesia", "ltr", "Gempa kuat terjadi di {place}.", "Pergilah ke tempat tinggi.\nJangan memakai mobil."),
    (
        "ru",
        "русский",
        "ltr",
        "В {place} произошло сильное землетрясение.",
        "Идите на возвышенность.\nНе пользуйтесь машиной.",
    ),
    ("ne", "नेपाली", "ltr", "{place} मा ठूलो भूकम्प गयो।", "अग्लो ठाउँमा जानुहोस्।\nगाडी नचलाउनुहोस्।"),
    ("my", "မြန်မာ", "ltr", "{place} တွင် ငလျင်ပြင်းထန်စွာ လှုပ်ခဲ့သည်။", "မြင့်သောနေရာသို့ သွားပါ။\nကားမသုံးပါနှင့်။"),
    (
        "fr",
        "français",
        "ltr",
        "Un fort séisme a touché {place}.",
        "Allez vers les hauteurs.\nN’utilisez pas de voiture.",
    ),
    ("km", "ខ្មែរ", "ltr", "មានរញ្ជួយដីខ្លាំងនៅ {place}។", "សូមទៅទីខ្ពស់។\nសូមកុំប្រើរថយន្ត។"),
    ("mn", "монгол", "ltr", "{place}-д хүчтэй газар хөдлөлт боллоо.", "Өндөр газар руу явна уу.\nМашин бүү ашигла."),
    (
        "de",
        "Deutsch",
        "ltr",
        "In {place} hat es ein starkes Erdbeben gegeben.",
        "Gehen Sie an einen hohen Ort.\nFahren Sie nicht Auto.",
    ),
    ("ar", "العربية", "rtl", "وقع زلزال قوي في \u2068{place}\u2069.", "اذهب إلى مكان مرتفع.\nلا تستخدم السيارة."),
    ("hi", "हिन्दी", "ltr", "{place} में तेज़ भूकंप आया।", "ऊँची जगह पर जाएँ।\nगाड़ी का उपयोग न करें।"),
    ("bn", "বাংলা", "ltr", "{place}-এ শক্তিশালী ভূমিকম্প হয়েছে।", "উঁচু জায়গায় যান।\nগাড়ি ব্যবহার করবেন না।"),
    ("fa", "فارسی", "rtl", "زلزلهٔ شدیدی در \u2068{place}\u2069 رخ داد.", "به جای بلند بروید.\nاز خودرو استفاده نکنید."),
]
HIMEJI = {
    "ja": "姫路市",
    "ja-x-yasashi": "姫路市《ひめじし》",
    "en": "Himeji City",
    "zh-Hans": "姬路市",
    "ar": "هيميجي",
}
HYOGO = {"ja": "兵庫県", "ja-x-yasashi": "兵庫県《ひょうごけん》", "en": "Hyogo", "zh-Hans": "兵库县", "ar": "هيوغو"}


def moment(hour: int, minute: int = 0) -> Moment:
    at = dt.datetime(2026, 11, 23, hour, minute, tzinfo=JAPAN)
    easy = f"2026年《ねん》11月《がつ》23日《にち》 {hour}時《じ》{minute:02}分《ふん》"
    return Moment(
        at=at,
        drawn={
            "ja": f"2026年11月23日 {hour:02}:{minute:02}",
            "ja-x-yasashi": easy,
            "en": f"November 23, 2026, {hour:02}:{minute:02}",
            "ar": f"23 نوفمبر 2026، {hour:02}:{minute:02}",
        },
    )


def words(code: str) -> dict[str, str]:
    """Those of the bank where it has them."""
    path = WORDS / f"{code}.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return {key: value for key, value in found.items() if key in KEYS or key.startswith(("icon.", "event."))}


def languages(count: int = len(LANGUAGES)) -> tuple[Language, ...]:
    return tuple(
        Language(code=code, endonym=endonym, direction="rtl" if direction == "rtl" else "ltr", words=words(code))
        for code, endonym, direction, _first, _second in LANGUAGES[:count]
    )


def part(*, place: dict[str, str] = HIMEJI, states: dict[str, State | None] | None = None, code: str = "QK-01") -> Part:
    """One sentence in every language; `states`: those that are not checked, None for missing."""
    texts = {}
    for language, _endonym, _direction, first, rest in LANGUAGES:
        state = (states or {}).get(language, "checked")
        if state is not None:
            lines = (first.format(place=place.get(language, place["en"])), *rest.split("\n"))
            texts[language] = Text(lines=lines, state=state, checked_at=moment(9) if state == "checked" else None)
    return Part(texts=texts, code=code, pictogram="alert")


def bulletin(number: int = 1, **changes: object) -> Bulletin:
    values: dict[str, object] = {
        "id": str(number),
        "code": f"K{number:03}",
        "version": 1,
        "status": "live",
        "issuer": "hyogo",
        "areas": ("0320100",),
        "parts": (part(),),
        "sent_at": moment(10, 30),
        "updated_at": moment(10, 30),
        "valid_until": moment(22),
        "event": {"ja": "地震", "ja-x-yasashi": "地震《じしん》", "en": "Earthquake"},
        "category": ("Geo",),
        "response": ("Evacuate",),
        "urgency": "Immediate",
        "severity": "Severe",
        "certainty": "Observed",
    }
    return Bulletin(**(values | changes))  # type: ignore[arg-type]  # the fields of a Bulletin by name


def shelter(code: str = "sakura", **changes: object) -> Shelter:
    values: dict[str, object] = {
        "code": code,
        "area": "0320100",
        "names": {
            "ja": "桜小学校",
            "ja-x-yasashi": "桜小学校《さくらしょうがっこう》",
            "en": "桜小学校 (Sakura Shogakko)",
        },
        "addresses": {"ja": "兵庫県姫路市桜町1-1", "en": "1-1 Sakuramachi, Himeji, Hyogo"},
        "status": "open",
        "updated_at": moment(10, 45),
        "phone": "079-000-0000",
        "services": ("icon.water_tap_drinkable", "icon.power"),
        "languages": ("ja", "en", "vi"),
    }
    return Shelter(**(values | changes))  # type: ignore[arg-type]  # the fields of a Shelter by name


def snapshot(*bulletins: Bulletin, **changes: object) -> Snapshot:
    values: dict[str, object] = {
        "base_url": "https://kakehashi.example.jp/emergency/",
        "made_at": moment(11),
        "languages": languages(),
        "issuers": (
            Issuer(
                code="hyogo",
                names={"ja": "兵庫県国際交流協会", "en": "Hyogo International Association"},
                contact="078-000-0000",
            ),
        ),
        "areas": (
            Area(code="28", kind="prefecture", names=HYOGO, official="280000", system="JMA_AreaForecastLocalM"),
            Area(code="0320100", kind="municipality", names=HIMEJI, within="28", official="2820100"),
            Area(code="13", kind="prefecture", names={"ja": "東京都", "en": "Tokyo"}),
        ),
        "bulletins": bulletins or everything(),
        "shelters": (
            shelter(),
            shelter("ume", status="full", names={"ja": "梅中学校", "en": "梅中学校 (Ume Chugakko)"}),
        ),
        "sheets": (sheet(),),
        "pictograms": {"alert": ICON},
        "offline": ("0320100",),
    }
    return Snapshot(**(values | changes))  # type: ignore[arg-type]  # the fields of a Snapshot by name


def everything() -> tuple[Bulletin, ...]:
    """One in each state: live, corrected and its correction, withdrawn, expired, drill, partly translated."""
    partly = part(states={"th": None, "my": "machine", "ar": "unchecked", "zh-Hans": "stale"})
    return (
        bulletin(1),
        bulletin(2, status="superseded", replaced_by="3", updated_at=moment(14)),
        bulletin(
            3,
            replaces="2",
            version=2,
            sent_at=moment(14),
            updated_at=moment(14),
            change_note={"ja": "場所が変わりました。", "en": "The place changed."},
        ),
        bulletin(4, status="withdrawn", updated_at=moment(12)),
        bulletin(5, status="expired", valid_until=moment(9)),
        bulletin(6, is_exercise=True, parts=(partly, part(code="TS-01")), severity="Extreme"),
        bulletin(7, parts=(partly, part(code="TS-01")), severity="Extreme", areas=("28",)),
    )


def sheet(**changes: object) -> Sheet:
    values: dict[str, object] = {
        "code": "S901",
        "version": 1,
        "status": "live",
        "issuer": "hyogo",
        "languages": ("ja", "en", "ar"),
        "parts": (part(),),
        "made_at": moment(8),
        "updated_at": moment(8),
        "valid_until": moment(23),
    }
    return Sheet(**(values | changes))  # type: ignore[arg-type]  # the fields of a Sheet by name


def folder(path: Path) -> dict[str, bytes]:
    """Every file of a published folder by its address."""
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}
