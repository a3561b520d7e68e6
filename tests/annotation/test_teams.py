"""Joining a team and changing roles loses nobody's work and no project its last manager."""

import pytest

from newsreview.annotation import submitting, taking, teams
from newsreview.projects import setting_up
from newsreview.projects.models import Membership

ML, MANAGER, REVIEWER = Membership.Role.ML, Membership.Role.MANAGER, Membership.Role.REVIEWER


def membership(project, person) -> Membership:
    return Membership.objects.get(project=project, person=person)


def test_somebody_joins_by_address_whatever_its_case(project, stranger):
    assert teams.add_member(project=project, email="Stranger@Example.org", role=REVIEWER).person == stranger
    assert membership(project, stranger).role == REVIEWER


def test_nobody_joins_unknown_deactivated_or_twice(project, person, annotator):
    person("gone", is_active=False)
    for address in ("nobody@example.org", "gone@example.org"):
        with pytest.raises(teams.CannotBe, match="Nobody with this address has an account here"):
            teams.add_member(project=project, email=address, role=REVIEWER)
    with pytest.raises(teams.CannotBe, match="Annotator is in the team already: change their role in the list"):
        teams.add_member(project=project, email=annotator.email, role=REVIEWER)
    assert membership(project, annotator).role == "annotator"


def test_the_last_manager_stays_one(project, manager, person):
    setting_up.set_role(project=project, person=person("gone", is_active=False), role=MANAGER)

    with pytest.raises(teams.CannotBe, match="Manager is the last manager here: make somebody else one first"):
        teams.change_role(membership=membership(project, manager), role=REVIEWER)
    teams.change_role(membership=membership(project, manager), role=MANAGER)
    setting_up.set_role(project=project, person=person("second"), role=MANAGER)
    assert teams.change_role(membership=membership(project, manager), role=REVIEWER).role == REVIEWER


def test_whoever_holds_drafts_keeps_a_role_that_marks(project, draft, annotator, make_task):
    handed_in = taking.take(task=make_task("Another."), person=annotator)
    submitting.submit(annotation_set=handed_in, by=annotator, base=0)

    with pytest.raises(teams.CannotBe, match="Annotator still holds 1 draft, which an ML engineer cannot finish"):
        teams.change_role(membership=membership(project, annotator), role=ML)
    assert teams.change_role(membership=membership(project, annotator), role=REVIEWER).role == REVIEWER
    taking.take_back(annotation_set=draft, by=annotator)
    assert teams.change_role(membership=membership(project, annotator), role=ML).role == ML
