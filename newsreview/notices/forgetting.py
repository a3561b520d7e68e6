"""What is only about a person goes with their name: what they were told, and what the back office's log calls them."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from newsreview.accounts.forgetting import remove_name
from newsreview.accounts.models import User
from newsreview.notices.models import Digest, Notice
from newsreview.projects.models import Invitation, Membership


@transaction.atomic
def forget(*, person: User) -> User:
    """docs/privacy.md says what stays. Raises CannotLeave."""
    former = remove_name(person=person)
    Notice.objects.filter(person=former).delete()
    Digest.objects.filter(person=former).delete()
    Invitation.objects.filter(person=former).update(email=former.email)
    memberships = Membership.objects.filter(person=former).values_list("pk", flat=True)
    kinds = ContentType.objects.get_for_models(User, Membership)
    of_them = Q(content_type=kinds[User], object_id=str(former.pk))
    of_them |= Q(content_type=kinds[Membership], object_id__in=[str(pk) for pk in memberships])
    LogEntry.objects.filter(of_them).update(object_repr=former.name)
    return former
