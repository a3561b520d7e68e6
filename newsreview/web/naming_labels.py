"""The words of a label set for the keys under which marks are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from newsreview.labels.models import Attribute, Label

Answer = str | bool | None


@dataclass(frozen=True)
class Names:
    """What has no name, since it is of another version, is called by its key."""

    labels: dict[str, Label]
    attributes: dict[tuple[str, str], Attribute]

    @classmethod
    def of_version(cls, version: UUID) -> "Names":
        labels = Label.objects.filter(version=version).prefetch_related("attributes")
        return cls.of_labels(labels)

    @classmethod
    def of_labels(cls, labels: Iterable[Label]) -> "Names":
        by_key = {label.key: label for label in labels}
        asked = {(key, asks.key): asks for key, label in by_key.items() for asks in label.attributes.all()}
        return cls(by_key, asked)

    def label(self, key: str) -> str:
        return self.labels[key].name if key in self.labels else key

    def attribute(self, label: str, key: str) -> str:
        asks = self.attributes.get((label, key))
        return asks.name if asks else key

    def answer(self, label: str, key: str, answer: Answer) -> str:
        if answer is None:
            return _("no answer")
        if isinstance(answer, bool):
            return _("yes") if answer else _("no")
        asks = self.attributes.get((label, key))
        names = {value["key"]: value["name"] for value in asks.values} if asks else {}
        return str(names.get(answer, answer))
