"""People of the register and their terms of office."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access import rules
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.operations.meanwhile import lock
from kakehashi.foundation.access.operations.refusal import RefusedError
from kakehashi.foundation.organisations.models import Organisation, Person, Term

PROFILE = ("name_ja", "name_kana", "name_en", "phone", "language")


@dataclass(frozen=True)
class NewPerson:
    """Somebody not yet in the register, or known there by this very e-mail address."""

    name_ja: str
    name_kana: str = ""
    name_en: str = ""
    email: str = ""


def add_person(new: NewPerson, *, by: Actor) -> Person:
    """Somebody known by name, without a sign-in (which comes with an invitation); the known one of that address."""
    with act("access.add_person", None, by=by, permit=rules.may_edit_register(by)) as record:
        known = Person.objects.filter(email__iexact=new.email).first() if new.email else None
        if known is not None:
            return known
        person = Person.objects.create(
            name_ja=new.name_ja, name_kana=new.name_kana, name_en=new.name_en, email=new.email
        )
        record.thing = person
    return person


def edit_person(person: Person, *, profile: Mapping[str, Any], by: Actor, seen: str | None = None) -> None:
    """Change name, reading, telephone, language (`PROFILE`). The address belongs to the sign-in.

    `seen` is ``seen_of(person, PROFILE)`` as the editor saw it. Raises ``ChangedMeanwhileError``.
    """
    with act("access.edit_person", person, by=by, permit=rules.may_edit_profile):
        lock(person, PROFILE, seen)
        changed = [name for name in PROFILE if name in profile]
        for name in changed:
            setattr(person, name, profile[name])
        person.save(update_fields=changed)


def begin_term(
    *,
    person: Person | NewPerson,
    organisation: Organisation,
    starts_on: dt.date,
    by: Actor,
    section: str = "",
    title: str = "",
    ends_on: dt.date | None = None,
) -> Term:
    """Write down that the person works there, as what, from when. Open where the end is not known."""
    with act("access.begin_term", None, by=by, permit=rules.may_edit_register(by)) as record:
        if ends_on is not None and ends_on < starts_on:
            raise RefusedError(_("終了日は、開始日と同じ日かそれより後の日を入力してください。"))
        term = Term.objects.create(
            person=add_person(person, by=by) if isinstance(person, NewPerson) else person,
            organisation=organisation,
            section=section,
            title=title,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        record.thing = term
    return term


def end_term(term: Term, *, ends_on: dt.date, by: Actor, seen: str | None = None) -> None:
    """The term ends with `ends_on`, its last day. `seen` is ``seen_of(term, ["ends_on"])`` as the editor saw it."""
    with act("access.end_term", term, by=by, permit=rules.may_edit_register):
        lock(term, ["ends_on"], seen)
        if ends_on < term.starts_on:
            raise RefusedError(_("終了日は、開始日と同じ日かそれより後の日を入力してください。"))
        term.ends_on = ends_on
        term.save(update_fields=["ends_on"])


def appoint_successor(term: Term, *, person: Person | NewPerson, starts_on: dt.date, by: Actor) -> Term:
    """後任: `person` takes over the post (body, section, title) on that day; the term before ends the day before."""
    with act("access.appoint_successor", term, by=by, permit=rules.may_edit_register):
        successor = add_person(person, by=by) if isinstance(person, NewPerson) else person
        if successor == term.person:
            raise RefusedError(_("後任には、今の担当者とは別の人を選んでください。"))
        if starts_on <= term.starts_on:
            raise RefusedError(_("後任の開始日は、今の任期の開始日より後の日を入力してください。"))
        last_day = starts_on - dt.timedelta(days=1)
        if term.ends_on is None or term.ends_on > last_day:
            end_term(term, ends_on=last_day, by=by)
        return begin_term(
            person=successor,
            organisation=term.organisation,
            section=term.section,
            title=term.title,
            starts_on=starts_on,
            by=by,
        )
