"""Texts as files: out for translators' tools; in again, looked at first."""

import secrets

from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.operations import RefusedError
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.translation import operations, queries, rules
from kakehashi.foundation.translation.display import as_html, changes_html
from kakehashi.foundation.translation.exchange import po, xliff
from kakehashi.foundation.translation.exchange.comparing import Compared, Taken, compared, outgoing
from kakehashi.foundation.translation.exchange.rows import LARGEST, MOST, FileError, Incoming, Returned
from kakehashi.foundation.translation.forms.exchange import InForm, OutForm
from kakehashi.foundation.translation.models import Language, Unit
from kakehashi.foundation.translation.views.desk import crumbs, desk_tabs, for_translators
from kakehashi.foundation.ui.items import Link

KEPT = 60 * 60  # seconds in which a file that was looked at can be saved
_TYPES = {"po": "text/x-gettext-translation; charset=utf-8", "xliff": "application/xliff+xml; charset=utf-8"}
Kept = tuple[str, str, list[Incoming]]  # language, name of the file, its texts


@for_translators
def exchange(request: SignedInRequest) -> HttpResponse:
    """Which texts go out; where they come in."""
    return _page(request)


@for_translators
def out(request: SignedInRequest) -> HttpResponse:
    form = OutForm(queries.shelves(request.person), request.GET)
    if not form.is_valid():
        return _page(request, out_form=form)
    said = form.cleaned_data
    units = queries.units_in(request.person, said["language"].code, said["shelf"], said["statuses"])
    if not units:
        form.add_error("statuses", _("この条件にあてはまる文章はありません。"))
        return _page(request, out_form=form)
    return _file(units, said["language"], said["format"], said["shelf"] or "all")


@for_translators
def out_job(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The texts of an order."""
    job = get_object_or_404(queries.jobs_for(request.person), pk=pk)
    units = [state.line.unit for state in queries.lines_of([job])[job.pk]]
    return _file(units, job.language, "xliff" if kind == "xliff" else "po", f"job-{job.pk}")


def _file(units: list[Unit], language: Language, kind: str, name: str) -> HttpResponse:
    file = outgoing(units, language)
    content = xliff.written(file) if kind == "xliff" else po.written(file)
    ending = "xlf" if kind == "xliff" else "po"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{language.code}.{ending}"'}
    return HttpResponse(content, content_type=_TYPES[kind], headers=headers)


@require_POST
@for_translators
@once
def take_in(request: SignedInRequest) -> HttpResponse:
    """Read the file and keep what it says for a look."""
    form = InForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, in_form=form)
    file, language = form.cleaned_data["file"], form.cleaned_data["language"]
    try:
        returned = _read(file, language)
    except FileError as error:
        form.add_error("file", str(error))
        return _page(request, in_form=form)
    token = secrets.token_urlsafe(16)
    cache.set(_place(request, token), (language.code, str(file.name)[:100], list(returned.texts)), KEPT)
    return redirect("translation:look", token)


def _read(file: UploadedFile, language: Language) -> Returned:
    if (file.size or 0) > LARGEST:
        raise FileError(_("ファイルが大きすぎます。2MBまでにしてください。"))
    content: bytes = file.read()
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        returned = xliff.read(content)
    else:
        try:
            returned = po.read(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise FileError(_("文字を読み取れません。UTF-8で保存し直してください。")) from error
    if returned.language and returned.language.lower() != language.code.lower():
        details = {"found": returned.language, "chosen": language.code}
        raise FileError(_("ファイルの言語は「%(found)s」です。選んだ言語「%(chosen)s」と違います。") % details)
    if not returned.texts or len(returned.texts) > MOST:
        raise FileError(_("訳文が1つもないか、多すぎます。%(most)s件までにしてください。") % {"most": MOST})
    return returned


@for_translators
@once
def look(request: SignedInRequest, token: str) -> HttpResponse:
    """What would be saved and what not, and saving it."""
    kept: Kept | None = cache.get(_place(request, token))
    if kept is None:
        messages.error(request, _("確かめてから時間がたちました。もう一度ファイルを選んでください。"))
        return redirect("translation:exchange")
    code, name, texts = kept
    language = get_object_or_404(queries.languages(), code=code)
    found = compared(request.person, language, texts)
    refusal = ""
    if request.method == "POST" and found.new:
        try:
            count = _save(request, language, name, found)
        except RefusedError as error:
            refusal = str(error)
        else:
            cache.delete(_place(request, token))
            told = _("%(count)s件を取り込みました。ほかの人の点検を待っています。") % {"count": count}
            messages.success(request, told)
            return redirect(f"{reverse('translation:texts')}?language={code}&status=to_check&who=mine")
    context = {
        "found": found,
        "new": _shown(found),
        "same": sum(one.is_same for one in found.taken),
        "refused": [one for one in found.taken if one.refusal],
        "target": language,
        "may_write": rules.translates(request.person, code),
        "refusal": refusal,
        "crumbs": crumbs(Link(_("ファイル"), reverse("translation:exchange")), Link(name, "")),
    }
    return render(request, "translation/look.html", context, status=409 if refusal else 200)


def _shown(found: Compared) -> list[tuple[Taken, SafeString]]:
    """What would be saved, each with what it changes."""
    return [(one, changes_html(one.now, one.body) if one.now else as_html(one.body)) for one in found.new]


def _save(request: SignedInRequest, language: Language, name: str, found: Compared) -> int:
    texts = [operations.Brought(one.unit, one.body, one.version, one.follows) for one in found.new]
    return operations.take_in_texts(language, texts, provenance=name, by=request.person)


def _place(request: SignedInRequest, token: str) -> str:
    return f"translation:file:{request.person.pk}:{token[:40]}"


def _page(request: SignedInRequest, *, out_form: OutForm | None = None, in_form: InForm | None = None) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("language", "shelf") if name in request.GET}
    context = {
        "tabs": desk_tabs(request.person, "translation:exchange"),
        "out_form": out_form or OutForm(queries.shelves(request.person), initial={"format": "po"} | asked),
        "in_form": in_form or InForm(initial=asked),
    }
    is_refused = out_form is not None or in_form is not None
    return render(request, "translation/exchange.html", context, status=422 if is_refused else 200)
