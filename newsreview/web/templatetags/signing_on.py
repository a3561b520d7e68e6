from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def single_sign_on() -> str:
    """What its button says; nothing where the installation has no issuer."""
    return settings.SINGLE_SIGN_ON["name"] if settings.SINGLE_SIGN_ON else ""
