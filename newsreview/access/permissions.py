"""The policy as a table for people: what, in which state, and who. docs/permissions.md shows it.

Each row names the questions of this package that it speaks for. A test asks them in the state which the row describes,
for everybody of the cast, also when they are deactivated, and fails on a question that no row names.
"""

from typing import NamedTuple

PEOPLE = ("nobody of the team", "annotator", "reviewer", "manager", "ML engineer", "administrator")
NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(PEOPLE)
TEAM = EVERYBODY - {"nobody of the team"}
MARKING = TEAM - {"ML engineer"}
OVERSEEING = TEAM - {"annotator"}
REVIEWING = frozenset({"reviewer", "manager", "administrator"})
MANAGING = frozenset({"manager", "administrator"})
TAKING_OUT = MANAGING | {"ML engineer"}


class Permission(NamedTuple):
    """What is done, in which state of things, who may, and by which of our questions that is asked."""

    what: str
    when: str
    who: frozenset[str]
    asks: tuple[str, ...]


SEEING = ("visible_tasks", "visible_articles", "visible_stories", "visible_outlets", "Searched")
READING = ("visible_sets", "visible_threads", "Searched")
CHANGING = ("changeable_sets", "changeable_set", "may_talk")
MANAGED = ("managed_projects", "may_manage", "may_import")

TABLE: dict[str, list[Permission]] = {
    "The project": [
        Permission("see it and its guideline", "", TEAM, ("visible_projects", "guided_projects")),
        Permission("see its published labels", "", TEAM, ("visible_label_sets",)),
        Permission("know who is in its team", "", TEAM, ("known_people",)),
        Permission(
            "change its rules and team, bring articles in, deal out, follow its progress", "", MANAGING, MANAGED
        ),
        Permission(
            "invite somebody into its team, take an invitation back",
            "",
            MANAGING,
            ("may_invite", "revocable_invitations"),
        ),
        Permission("change its labels", "every project that uses them is theirs", MANAGING, ("may_shape",)),
        Permission("change its labels", "another project uses them too", frozenset({"administrator"}), ("may_shape",)),
        Permission("make another project", "", MANAGING, ("may_make_projects",)),
        Permission("take out exports and releases", "", TAKING_OUT, ("exportable_projects", "may_export")),
        Permission(
            "send what models mark, read how well they do", "", TAKING_OUT, ("predicted_projects", "may_predict")
        ),
        Permission("read how well people agree", "", REVIEWING, ("compared_projects", "may_compare")),
    ],
    "Its articles": [
        Permission("see an article, and the story it tells", "nobody has it", TEAM, SEEING),
        Permission(
            "see an article, and the story it tells", "nobody has it, and work is dealt out", OVERSEEING, SEEING
        ),
        Permission("see an article, and the story it tells", "they have it", TEAM, SEEING),
        Permission("see an article, and the story it tells", "others have it", OVERSEEING, SEEING),
        Permission("say which story it tells", "", REVIEWING, ("curated_articles",)),
        Permission("take an article", "places are open", MARKING, ("may_take", "open_projects")),
        Permission("take an article", "work is dealt out", NOBODY, ("may_take", "open_projects")),
        Permission("be dealt articles", "", frozenset({"annotator", "reviewer", "manager"}), ("annotators_of",)),
    ],
    "Marks": [
        Permission("read marks, and what is said of them", "their own", TEAM, (*READING, "own_sets")),
        Permission("read marks, and what is said of them", "a colleague's", OVERSEEING, READING),
        Permission(
            "read marks, and what is said of them",
            "a colleague's, while they mark the article too, not blind",
            TEAM,
            (*READING, "visible_colleagues"),
        ),
        Permission(
            "read marks, and what is said of them",
            "a colleague's, while they mark the article too, blind",
            NOBODY,
            (*READING, "visible_colleagues"),
        ),
        Permission(
            "read marks, and what is said of them",
            "a colleague's, blind, when they have handed in their own",
            OVERSEEING,
            (*READING, "visible_colleagues"),
        ),
        Permission("read what others differ in, side by side", "", REVIEWING, ("compared_tasks",)),
        Permission(
            "read what others differ in, side by side", "while they mark it too, blind", NOBODY, ("compared_tasks",)
        ),
        Permission("read where a model differs from people", "", TAKING_OUT, ("scored_tasks",)),
        Permission(
            "read where a model differs from people", "while they mark it too, blind", NOBODY, ("scored_tasks",)
        ),
        Permission(
            "change marks, and talk about them",
            "their own, which they have",
            MARKING,
            (*CHANGING, "annotated_projects", "editable_sets", "may_edit"),
        ),
        Permission(
            "change marks, and talk about them",
            "their own, taken back",
            NOBODY,
            (*CHANGING, "editable_sets", "may_edit"),
        ),
        Permission("change marks, and talk about them", "a colleague's", REVIEWING, CHANGING),
        Permission("practise in a set of their own", "", EVERYBODY, ("practice_sets", "editable_sets")),
    ],
    "Review": [
        Permission("have marking as their task", "", frozenset({"annotator"}), ("annotates",)),
        Permission("have reviewing as their task", "", REVIEWING, ("reviews",)),
        Permission("ask for changes, return, accept", "their own", NOBODY, ("reviewed_sets",)),
        Permission("ask for changes, return, accept", "a colleague's draft", NOBODY, ("reviewed_sets",)),
        Permission(
            "ask for changes, return, accept",
            "handed in by a colleague",
            REVIEWING,
            ("reviewed_sets", "colleagues_sets"),
        ),
        Permission(
            "be called into the talk about a colleague's marks", "", REVIEWING - {"administrator"}, ("readers_of",)
        ),
        Permission("settle what several have handed in", "they are none of them", REVIEWING, ("adjudicated_tasks",)),
        Permission(
            "settle what several have handed in", "they have marked it themselves", NOBODY, ("adjudicated_tasks",)
        ),
        Permission(
            "read how an article was settled", "their own marks were accepted with it", TEAM, ("settled_tasks",)
        ),
    ],
    "The installation": [
        Permission(
            "open the back office, for the projects that they manage",
            "they are staff",
            EVERYBODY,
            ("may_open_back_office",),
        ),
        Permission(
            "open the back office, for the projects that they manage",
            "they are not staff",
            NOBODY,
            ("may_open_back_office",),
        ),
    ],
}
HELPERS = {"blind_work": "what is blind for a person, which the others ask"}


def as_markdown() -> str:
    """The table as docs/permissions.md has it, a part after the other."""
    return "\n".join(line for part, rows in TABLE.items() for line in lines_of(part, rows))


def lines_of(part: str, rows: list[Permission]) -> list[str]:
    head = [f"### {part}", "", f"| what | when | {' | '.join(PEOPLE)} |", f"|---|---|{':-:|' * len(PEOPLE)}"]
    told = [
        f"| {row.what} | {row.when} | {' | '.join('yes' if person in row.who else '–' for person in PEOPLE)} |"
        for row in rows
    ]
    return [*head, *told, ""]
