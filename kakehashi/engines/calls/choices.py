from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicantKind(TextChoices):
    """Who applies, as the rules about eligibility and money tell applicants apart."""

    PREFECTURE = "prefecture", _("都道府県")
    DESIGNATED_CITY = "designated_city", _("指定都市")
    MUNICIPALITY = "municipality", _("その他の市区町村")
    ASSOCIATION = "association", _("地域国際化協会")
    NPO_JOINT = "npo_joint", _("NGO・NPO(自治体・協会と共同)")
    FOREIGN = "foreign", _("海外の自治体")


class Place(TextChoices):
    """Where the project is mainly carried out."""

    ABROAD = "abroad", _("主に海外")
    JAPAN = "japan", _("主に国内")


class Jointly(TextChoices):
    ALONE = "alone", _("単独")
    JOINT = "joint", _("共同")


class Gives(TextChoices):
    """What whoever is chosen gets."""

    MONEY = "money", _("助成金")
    HONOUR = "honour", _("表彰")
    PERSON = "person", _("人の派遣")
    MATCH = "match", _("海外の職員の受入れ")
    PLACE = "place", _("開催・派遣などの枠")


class Deciding(TextChoices):
    """Who decides, and by what."""

    OFFICER = "officer", _("担当課が1件ずつ決める")
    BOARD = "board", _("審査会で決める")
    SCORES = "scores", _("審査員が採点し、審査会で決める")


class Pays(TextChoices):
    """How money reaches whoever spends it."""

    NOTHING = "nothing", _("支払はない")
    SETTLEMENT = "settlement", _("精算払")
    ADVANCE = "advance", _("概算払もできる")
    DIRECT = "direct", _("協会が直接支払う")


class Middle(TextChoices):
    """How the scores of several reviewers become one."""

    MEAN = "mean", pgettext_lazy("statistics", "平均")
    MEDIAN = "median", _("中央値")


class Register(TextChoices):
    """The register of people out of which somebody is sent."""

    ADVISER = "adviser", _("地域国際化推進アドバイザー")
    EXPERT = "expert", _("自治体国際協力人材バンク")


class Route(TextChoices):
    """How an application came about."""

    OWN = "own", _("団体の応募")
    NOMINATION = "nomination", _("ほかの団体の推薦")
    DESK = "desk", _("担当課の入力")


class PaperKind(TextChoices):
    """The papers of an application."""

    APPLICATION = "application", _("申請書")
    CHANGE = "change", _("変更申請書")
    REPORT = "report", _("実績報告書")
    FOLLOW_UP = "follow_up", _("フォローアップ")
    APPRAISAL_BY_HOST = "appraisal_by_host", _("派遣を受けた団体の評価")
    APPRAISAL_BY_SENT = "appraisal_by_sent", _("派遣された人の評価")


class Consent(TextChoices):
    """What another body says to an application in which it is named."""

    ASKED = "asked", _("同意を待っています")
    GIVEN = "given", _("同意しました")
    REFUSED = "refused", _("同意しませんでした")


class Right(TextChoices):
    """What a co-worker from another body may do with an application."""

    READ = "read", _("読む")
    EDIT = "edit", _("編集する")


class ChangeKind(TextChoices):
    """What is asked for after the decision."""

    CHANGE = "change", _("変更")
    CANCEL = "cancel", _("中止")


class ConflictKind(TextChoices):
    """Why a reviewer may not judge an application."""

    OWN_BODY = "own_body", _("現在の所属")
    FORMER_BODY = "former_body", _("過去の所属")
    JOINT_BODY = "joint_body", _("共同で実施する団体の所属")
    DECLARED = "declared", _("本人の申告")


class Outcome(TextChoices):
    """What the board proposes for an application."""

    ADOPT = "adopt", _("採択")
    WAIT = "wait", _("補欠")
    REJECT = "reject", _("不採択")


class LetterKind(TextChoices):
    """The formal letters of a call."""

    GRANT = "grant", _("交付決定通知書")
    REJECTION = "rejection", _("不採択通知書")
    WAITING = "waiting", _("補欠通知書")
    CHANGE = "change", _("変更承認通知書")
    CANCELLATION = "cancellation", _("中止承認通知書")
    SETTLEMENT = "settlement", _("額の確定通知書")
    RETURN = "return", _("返還通知書")
    CERTIFICATE = "certificate", _("表彰状")
    DISPATCH = "dispatch", _("派遣決定通知書")
    SELECTION = "selection", _("決定通知書")


class Look(TextChoices):
    """How a certificate lies on its A4 sheet; other letters stand upright."""

    ACROSS = "across", _("横長(横書き)")
    UPRIGHT = "upright", _("縦長(横書き)")
    VERTICAL = "vertical", _("縦長(縦書き)")


class PaymentKind(TextChoices):
    """Which way money goes, and why."""

    ADVANCE = "advance", _("概算払")
    FINAL = "final", _("精算払")
    RETURN = "return", _("返還")


class PaymentState(TextChoices):
    ASKED = "asked", _("請求済み")
    LISTED = "listed", _("支払予定")
    PAID = "paid", _("支払済み")
    FAILED = "failed", _("振込不能")


class AccountKind(TextChoices):
    """預金種目 with the codes that the transfer file of the banks knows."""

    ORDINARY = "1", _("普通")
    CURRENT = "2", _("当座")
    SAVINGS = "4", _("貯蓄")


class ProposalState(TextChoices):
    """What a host says to a person who was proposed to it."""

    PROPOSED = "proposed", _("紹介しました")
    WANTED = "wanted", _("受入れを希望します")
    DECLINED = "declined", _("見送りました")
    CONFIRMED = "confirmed", _("受入れが決まりました")
    WITHDRAWN = "withdrawn", _("取り下げました")


class CandidatesAnswer(TextChoices):
    """What somebody who was proposed says to a host; the office abroad or the section types it in."""

    ASKED = "asked", _("返事を待っています")
    WILLING = "willing", _("行きたい")
    DECLINED = "declined", _("辞退しました")


class NominationState(TextChoices):
    """What a nominated body says."""

    ASKED = "asked", _("返事を待っています")
    ACCEPTED = "accepted", _("推薦を受けました")
    DECLINED = "declined", _("推薦を辞退しました")
    WITHDRAWN = "withdrawn", _("推薦が取り下げられました")
