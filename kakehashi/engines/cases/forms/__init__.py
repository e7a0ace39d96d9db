"""What pages of cases ask for. Forms validate; operations save."""

from kakehashi.engines.cases.forms.items import ItemForm
from kakehashi.engines.cases.forms.lists import FilterForm
from kakehashi.engines.cases.forms.precedents import PrecedentForm
from kakehashi.engines.cases.forms.settings import OfficeSettingForm
from kakehashi.engines.cases.forms.starting import StartForm
from kakehashi.engines.cases.forms.working import AssignForm, MessageForm
from kakehashi.foundation.documents.forms import AttachForm

__all__ = [
    "AssignForm",
    "AttachForm",
    "FilterForm",
    "ItemForm",
    "MessageForm",
    "OfficeSettingForm",
    "PrecedentForm",
    "StartForm",
]
