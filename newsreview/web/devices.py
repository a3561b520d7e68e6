"""What a browser says it is, in words that its person knows. It may say anything."""

from django.utils.translation import gettext as _

# The first that is found: many call themselves by the names of others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_words(told: str) -> str:
    browser = next((name for part, name in BROWSERS if f"{part}/" in told), "")
    system = next((name for part, name in SYSTEMS if part in told), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or told[:40] or _("an unknown device")
