import json
from typing import Any

from django import forms

from newsreview.strict_json import BadJSON, loads


class StrictJSON(forms.JSONField):
    """JSON that the database, the browser and the exports read alike; an error says what is wrong, and where."""

    widget = forms.Textarea(attrs={"rows": 12, "cols": 80, "spellcheck": "false", "class": "data vLargeTextField"})

    def to_python(self, value: Any) -> Any:
        if self.disabled or value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return loads(value)
        except BadJSON as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        if self.disabled:
            return initial
        try:
            return loads(data) if data else None
        except BadJSON:
            return forms.fields.InvalidJSONInput(data)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)
