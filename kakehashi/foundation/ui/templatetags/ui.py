"""The names of the components in templates. Keyword arguments only; an unknown one is an error of the template."""

from django import template

from kakehashi.foundation.ui import registry

register = template.Library()

for name, component in registry.SIMPLE_TAGS.items():
    register.simple_tag(component, name=name)
for name, component in registry.SIMPLE_TAGS_OF_THE_PAGE.items():
    register.simple_tag(component, name=name, takes_context=True)
for name, component in registry.BLOCK_TAGS.items():
    register.simple_block_tag(component, name=name, end_name=f"end_{name}")
for name, component in registry.BLOCK_TAGS_OF_THE_PAGE.items():
    register.simple_block_tag(component, name=name, end_name=f"end_{name}", takes_context=True)
for ui_filter in registry.FILTERS:
    register.filter(ui_filter.__name__, ui_filter)
