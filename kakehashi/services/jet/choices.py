from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Position(TextChoices):
    """What a participant is appointed as."""

    ALT = "ALT", _("外国語指導助手(ALT)")
    CIR = "CIR", _("国際交流員(CIR)")
    SEA = "SEA", _("スポーツ国際交流員(SEA)")


class Level(TextChoices):
    """Of the Japanese-Language Proficiency Test, weakest first."""

    N5 = "N5", "N5"
    N4 = "N4", "N4"
    N3 = "N3", "N3"
    N2 = "N2", "N2"
    N1 = "N1", "N1"


class Group(TextChoices):
    """In which group somebody arrives in summer."""

    A = "A", _("Aグループ")
    B = "B", _("Bグループ")
    C = "C", _("Cグループ")


class Urbanity(TextChoices):
    """The surroundings of a post, and what a candidate wishes."""

    URBAN = "urban", _("都市部")
    SEMI = "semi", _("都市部の近く")
    RURAL = "rural", _("町村部")


class Workplace(TextChoices):
    """Where the work is done."""

    KINDERGARTEN = "kindergarten", _("幼稚園・保育所")
    ELEMENTARY = "elementary", _("小学校")
    JUNIOR = "junior", _("中学校")
    SENIOR = "senior", _("高等学校")
    SPECIAL = "special", _("特別支援学校")
    BOARD = "board", _("教育委員会")
    OFFICE = "office", _("役所・役場")
    OTHER = "other", _("そのほか")


class Housing(TextChoices):
    PROVIDED = "provided", _("団体が用意する")
    ARRANGED = "arranged", _("団体が探すのを手伝う")
    OWN = "own", _("本人が探す")


class Driving(TextChoices):
    NONE = "none", _("運転しない")
    OFFICIAL = "official", _("公用車を運転する")
    OWN = "own", _("自家用車が必要")


class CountryGroup(TextChoices):
    """Countries that share a calendar."""

    ENGLISH = "english", _("英語圏")
    SMALL = "small", _("少数招致国")
    SEPARATE = "separate", _("別日程の国")


class Document(TextChoices):
    """Papers of an application; the last ones come with the reply."""

    FORM = "form", _("応募書")
    PURPOSE = "purpose", _("志望動機書")
    TRANSCRIPT = "transcript", _("成績証明書")
    DEGREE = "degree", _("学位の証明")
    NATIONALITY = "nationality", _("国籍の証明")
    REFERENCES = "references", _("推薦状2通")
    MEDICAL = "medical", _("健康の自己申告書")
    CERTIFICATES = "certificates", _("日本語・英語教授法の証明書")
    REPLY = "reply", _("返答書")
    HEALTH = "health", _("健康診断書")
    CRIMINAL = "criminal", _("犯罪経歴の証明")
    TAX = "tax", _("居住者証明(税)")
    PASSPORT = "passport", _("旅券の写し")


class Result(TextChoices):
    """What a mission decides after the interview."""

    SHORT_LISTED = "short_listed", _("合格")
    ALTERNATE = "alternate", _("補欠候補")
    REJECTED = "rejected", _("不合格")


class PlacementMode(TextChoices):
    """How a placement is decided."""

    BEST = "best", _("9段の目的で最もよい配置")
    STABLE = "stable", _("面接の点の高い人から希望を聞く配置")


class DeadlineKind(TextChoices):
    """The days of a cycle, in the order in which they come."""

    REQUEST = "request", _("要望書を取りまとめ団体に出す日")
    REQUEST_HOST = "request_host", _("取りまとめ団体が要望書を協会に出す日")
    REAPPOINTMENT = "reappointment", _("再任用の回答を取りまとめ団体に出す日")
    REAPPOINTMENT_HOST = "reappointment_host", _("取りまとめ団体が再任用の回答を協会に出す日")
    APPLICATION = "application", _("応募の締切")
    INTERVIEW = "interview", _("面接")
    RESULT = "result", _("選考結果の通知")
    REPLY = "reply", _("返答書の締切")
    PLACEMENT = "placement", _("配置の通知")
    ARRIVAL_APRIL = "arrival_april", _("4月来日")
    ARRIVAL_A = "arrival_a", _("Aグループの来日")
    ARRIVAL_B = "arrival_b", _("Bグループの来日")
    ARRIVAL_C = "arrival_c", _("Cグループの来日")


class Manner(TextChoices):
    """How somebody ended before the last day of the term."""

    RESIGNED = "resigned", _("本人が退職した")
    TERMINATED = "terminated", _("団体が任用を打ち切った")
    DECEASED = "deceased", _("亡くなった")


class TransferReason(TextChoices):
    MARRIAGE = "marriage", _("結婚")
    HEALTH = "health", _("健康")
    DISASTER = "disaster", _("災害")
    MERGER = "merger", _("団体の合併")
    HARASSMENT = "harassment", _("ハラスメント")
    OTHER = "other", _("そのほか")


class Agreement(TextChoices):
    """Who has to agree before somebody moves to another organisation."""

    PARTICIPANT = "participant", _("本人")
    ORIGIN = "origin", _("もとの団体")
    ORIGIN_HOST = "origin_host", _("もとの取りまとめ団体")
    ORGANISATION = "organisation", _("移る先の団体")
    HOST = "host", _("移る先の取りまとめ団体")


class OfferState(TextChoices):
    OPEN = "open", _("返事を待っている")
    ACCEPTED = "accepted", _("承諾")
    DECLINED = "declined", _("辞退")
    EXPIRED = "expired", _("返事がなかった")
    WITHDRAWN = "withdrawn", _("打診の取りやめ")


class OrganisationAnswer(TextChoices):
    """What the organisation says to another term."""

    OFFERS = "offers", _("再任用したい")
    CANNOT = "cannot", _("再任用できない")


class ParticipantAnswer(TextChoices):
    """What the participant says to another term."""

    YES = "yes", _("続けたい")
    NO = "no", _("続けない")
