"""Nothing that a person made can be deleted here, by no door and by nobody."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from tests.backoffice.screens import SCREENS, address


def everything_there() -> dict[str, set[Any]]:
    return {screen.opts.label: set(screen.model._default_manager.values_list("pk", flat=True)) for screen in SCREENS}


def test_administrator_cannot_delete_a_row(everything, at_administrator):
    before = everything_there()

    for screen in SCREENS:
        page = address(screen.model, "delete", screen.model._default_manager.first().pk)
        assert [at_administrator.get(page).status_code, at_administrator.post(page, {"post": "yes"}).status_code] == [
            403,
            403,
        ]

    assert everything_there() == before


def test_no_list_deletes(everything, at_administrator):
    before = everything_there()

    for screen in SCREENS:
        page = address(screen.model, "changelist")
        ids = [str(pk) for pk in before[screen.opts.label]]
        at_administrator.post(page, {"action": "delete_selected", ACTION_CHECKBOX_NAME: ids, "post": "yes"})
        assert "delete_selected" not in screen.get_actions(at_administrator.get(page).wsgi_request)

    assert everything_there() == before


def test_no_table_inside_a_page_deletes(everything, at_administrator):
    for screen in SCREENS:
        request = at_administrator.get(address(screen.model, "changelist")).wsgi_request
        row = screen.model._default_manager.first()
        for table in screen.get_inline_instances(request, row):
            assert (table.can_delete, table.has_delete_permission(request, row)) == (False, False)
