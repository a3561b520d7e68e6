"""Notices in words, for the inbox and for mail."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreview.notices.models import Notice


def sentence(notice: Notice) -> str:
    if notice.kind == Notice.Kind.RULES_CHANGED:
        changed = len(notice.said["rules"])
        told = ngettext("A rule of %(version)s changed.", "%(n)d rules of %(version)s changed.", changed)
        return told % {"n": changed, "version": notice.said["version"]}
    if notice.annotation_set is None:
        told = _("%(by)s dealt you %(n)d articles of %(project)s.")
        return told % {"by": notice.by, "n": notice.said["articles"], "project": notice.project}
    told = {
        Notice.Kind.RETURNED: _("%(by)s returned “%(article)s”."),
        Notice.Kind.ACCEPTED: _("%(by)s accepted “%(article)s”."),
        Notice.Kind.DEALT_OUT: _("%(by)s dealt you “%(article)s”."),
        Notice.Kind.SETTLED: _("%(by)s settled “%(article)s” with what others marked there."),
        Notice.Kind.MENTIONED: _("%(by)s mentioned you at “%(article)s”."),
    }[Notice.Kind(notice.kind)]
    return told % {"by": notice.by, "article": notice.annotation_set.task.article.headline}
