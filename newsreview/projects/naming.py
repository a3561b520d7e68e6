"""Short names of projects: what addresses call them."""

from itertools import count

from django.utils.text import slugify

from newsreview.projects.models import Project


def short_name_of(name: str) -> str:
    """The name in small letters of English and hyphens; “project” where nothing is left of it."""
    return slugify(name)[:70].strip("-_") or "project"


def free_short_name(name: str) -> str:
    """As nobody has it yet: harbour, else harbour-2."""
    wanted = short_name_of(name)
    taken = set(Project.with_practice.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(slug for slug in numbered if slug not in taken | {Project.NOT_A_SLUG})
