from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.labels.models import LabelSetVersion

MOST_TO_AN_ARTICLE = 9


class WorkManager(models.Manager["Project"]):
    """The projects in which work is done. The practice project is asked for by name."""

    def get_queryset(self) -> models.QuerySet["Project"]:
        return super().get_queryset().filter(is_practice=False)


class Project(models.Model):
    """One annotation campaign: its label set and guideline, its articles, its team and its rules."""

    NOT_A_SLUG = "new"  # the page that makes projects has this address

    class Coverage(models.TextChoices):
        """What reviewers look at, mark by mark."""

        ALL = "all", _("every mark")
        SHARE = "share", _("a share of the marks, drawn at random")
        DOUBTFUL = "doubtful", _("only what is unsure or inferred")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=80, unique=True, help_text=_("Its name in addresses."))
    name = models.CharField(_("name"), max_length=200)
    label_set_version = models.ForeignKey(
        "labels.LabelSetVersion", models.PROTECT, related_name="projects", verbose_name=_("label set")
    )
    infer_links = models.BooleanField(
        _("links by themselves"),
        default=True,
        help_text=_("A claim is tied at once to the only source in its sentence. Off for blind studies."),
    )
    # How the work is given out. Changed by giving_out.change_rules, which opens and closes slots.
    people_per_article = models.PositiveSmallIntegerField(
        _("people to an article"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_TO_AN_ARTICLE)],
        help_text=_("How many annotate each article. More opens places; fewer takes away those that nobody has taken."),
    )
    own_taking = models.BooleanField(
        _("people take articles by themselves"),
        default=True,
        help_text=_("Off: they have what a manager deals out to them, and see nothing else."),
    )
    blind = models.BooleanField(
        _("blind"),
        default=True,
        help_text=_("Who annotates an article does not see what a colleague marks in it."),
    )
    lease_hours = models.PositiveSmallIntegerField(
        _("hours of silence"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("After so long without a change a draft goes to whoever asks for work. Empty: never."),
    )
    review_coverage = models.CharField(
        _("reviewers look at"),
        max_length=8,
        choices=Coverage.choices,
        default=Coverage.ALL,
        help_text=_("What is left out counts as right by rule once the article is accepted, and says so."),
    )
    review_share = models.PositiveSmallIntegerField(
        _("share in percent"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Where it is drawn at random. Which marks that is follows from their ids, and stays so."),
    )
    members = models.ManyToManyField("accounts.User", through="Membership", related_name="projects")
    is_practice = models.BooleanField(
        default=False, editable=False, help_text=_("Holds the practice article, which is nobody's work.")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Project"]] = WorkManager()
    with_practice: ClassVar[models.Manager["Project"]] = models.Manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        default_manager_name = "with_practice"  # what Django does by itself, such as checking names, knows every row
        constraints = [
            models.UniqueConstraint(
                fields=["is_practice"], condition=models.Q(is_practice=True), name="one practice project"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.slug == self.NOT_A_SLUG:
            raise ValidationError({"slug": _("“new” is the address of another page: choose another short name.")})
        version: LabelSetVersion | None = getattr(self, "label_set_version", None)  # a form may have chosen none
        if version and not version.is_published:
            raise ValidationError({"label_set_version": _("Publish this label set first: a draft can still change.")})


class Membership(models.Model):
    """A person's role in a project."""

    class Role(models.TextChoices):
        ANNOTATOR = "annotator", _("annotator")
        REVIEWER = "reviewer", _("reviewer")
        MANAGER = "manager", _("manager")
        ML = "ml", _("ML engineer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships", verbose_name=_("project"))
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=9, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="one role per person and project"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted, taken back nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def with_names(self) -> "InvitationQuerySet":
        return self.select_related("project", "by").order_by("-id")


class Invitation(models.Model):
    """Somebody without an account may make one, once, by a link of which we keep the digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"))
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, verbose_name=_("project"))
    role = models.CharField(_("role"), max_length=9, choices=Membership.Role.choices, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    person = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("became")
    )

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project=None, role="") | models.Q(project__isnull=False) & ~models.Q(role=""),
                name="an invitation into a project names the role",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, accepted_at=None)
                | models.Q(person__isnull=False, accepted_at__isnull=False),
                name="whoever accepted an invitation is known",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class TaskQuerySet(models.QuerySet["Task"]):
    def of(self, project: Project) -> "TaskQuerySet":
        return self.filter(project=project)


class Task(models.Model):
    """One article in one project."""

    class Priority(models.IntegerChoices):
        URGENT = 2, _("urgent")
        HIGH = 1, _("high")
        NORMAL = 0, _("normal")
        LOW = -1, _("low")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="tasks", verbose_name=_("project"))
    article = models.ForeignKey("corpus.Article", models.PROTECT, related_name="tasks", verbose_name=_("article"))
    priority = models.SmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    turn = models.GeneratedField(
        expression=models.Func("priority", "due_on", function="projects_turn"),
        output_field=models.IntegerField(_("turn"), help_text=_("By priority, then by due date: the smallest first.")),
        db_persist=True,
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Task"]] = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(fields=["project", "article"], name="one task per project and article"),
            models.CheckConstraint(condition=models.Q(priority__range=(-1, 2)), name="a task has a known priority"),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="tasks_in_order"),
            models.Index(fields=["project", "turn", "id"], name="tasks_in_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.article}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def open(self) -> "SlotQuerySet":
        return self.filter(person=None)

    def one_to_a_task(self) -> "SlotQuerySet":
        """Of each task the first that is open."""
        before = Slot.objects.filter(task=models.OuterRef("task"), number__lt=models.OuterRef("number"), person=None)
        return self.exclude(models.Exists(before))

    def of_person(self, person: User) -> "SlotQuerySet":
        return self.filter(person=person.pk)

    def in_hand(self) -> "SlotQuerySet":
        """Somebody has them, and has not submitted."""
        return self.filter(heard_at__isnull=False)

    def in_turn(self) -> "SlotQuerySet":
        """In the order in which work is given out."""
        return self.order_by("turn", "task", "number")


class Slot(models.Model):
    """A place for one person at a task, open until somebody has the task. It is locked to be taken.

    Project and turn are copied from the task, so that one index holds what is open in the order in which it is given
    out, and nothing that is finished has to be passed over.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="slots", verbose_name=_("project"), db_index=False
    )
    task = models.ForeignKey(Task, models.PROTECT, related_name="slots", verbose_name=_("task"), db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("person")
    )
    turn = models.IntegerField(_("turn"))
    heard_at = models.DateTimeField(
        _("heard from"), null=True, blank=True, help_text=_("When the person was at work; empty once they submitted.")
    )

    objects: ClassVar[models.Manager["Slot"]] = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="the slots of a task are numbered"),
            models.UniqueConstraint(fields=["task", "person"], name="a person has one slot of a task"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(heard_at=None),
                name="nobody is heard from an open slot",
            ),
        ]
        indexes = [
            # Slot.objects.open().filter(project=…).in_turn(): the next task
            models.Index(
                fields=["project", "turn", "task", "number"], condition=models.Q(person=None), name="open_slots_in_turn"
            ),
            # Slot.objects.filter(number__gt=1): what several people annotate
            models.Index(fields=["task"], condition=models.Q(number__gt=1), name="slots_beside_the_first"),
            # Slot.objects.in_hand().filter(person__in=…): how much each of them has
            models.Index(fields=["person"], condition=models.Q(heard_at__isnull=False), name="slots_in_hand"),
            # Slot.objects.in_hand().filter(project=…, heard_at__lt=…): whose lease may have ended
            models.Index(
                fields=["project", "heard_at"], condition=models.Q(heard_at__isnull=False), name="slots_by_silence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.number}"


class Skip(models.Model):
    """A person left a task, and why. It stands, and they are not given the task again, until a manager puts it back."""

    class Reason(models.TextChoices):
        NOT_NEWS = "not_news", _("not news")
        UNREADABLE = "unreadable", _("unreadable")
        WRONG_LANGUAGE = "wrong_language", _("wrong language")
        SEVERAL_ARTICLES = "several_articles", _("several articles in one")
        CONFLICT = "conflict", _("conflict of interest")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="skips", verbose_name=_("task"))
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="skips", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("skip")
        verbose_name_plural = _("skips")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"],
                condition=models.Q(ended_at=None),
                name="a person skips a task once at a time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_reason_display()}"
