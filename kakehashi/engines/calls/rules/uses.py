"""That a body has used a call up for a year, in words."""

from django.utils.translation import gettext as _


def used_up(most: int, numbers: list[str], category: str) -> str:
    """Naming the category, where there is one, and what counts."""
    words = {"most": most, "numbers": _("、").join(numbers), "category": category}
    if category:
        return (
            _("「%(category)s」の区分を1年度に利用できる回数の上限に達しています(上限%(most)s回、%(numbers)s)。")
            % words
        )
    return _("この公募を1年度に利用できる回数の上限に達しています(上限%(most)s回、%(numbers)s)。") % words
