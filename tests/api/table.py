"""Every operation of the API, and who gets what there. One that is not in this table fails the test of the walk.

A row is a method and a route, told apart by what it is asked about, and one answer for each of the cast, in its order.
All of them hold a token of every scope but `nobody`, who has none. Any other method is 405.
"""

CAST = ("nobody", "stranger", "annotator", "colleague", "reviewer", "manager", "ml_client", "administrator")

# The annotator holds the tasks “held” and “handed”, and has handed in the latter; nobody holds “free”.
TABLE = {
    "GET api-me": "401 200 200 200 200 200 200 200",
    "GET api-projects": "401 200 200 200 200 200 200 200",
    "GET api-project": "401 404 200 200 200 200 200 200",
    "GET api-project-articles": "401 404 200 200 200 200 200 200",
    "GET api-project-tasks": "401 404 200 200 200 200 200 200",
    "GET api-project-progress": "401 404 404 404 404 200 404 200",
    "GET api-project-agreement": "401 404 404 404 200 200 404 200",
    "GET api-project-export": "401 404 404 404 404 200 200 200",
    "POST api-project-import": "401 404 404 404 404 200 404 200",
    "GET api-project-imports": "401 404 404 404 404 200 404 200",
    "GET api-import": "401 404 404 404 404 200 404 200",
    "GET api-project-predictions": "401 404 404 404 404 200 200 200",
    "POST api-project-predictions": "401 404 404 404 404 200 200 200",
    "GET api-project-score": "401 404 404 404 404 200 200 200",
    "GET api-releases": "401 404 404 404 404 200 200 200",
    "POST api-releases": "401 404 404 404 404 201 404 201",
    "GET api-release": "401 404 404 404 404 200 200 200",
    "GET api-release-file spans.csv": "401 404 404 404 404 200 200 200",
    "POST api-release-withdrawal": "401 404 404 404 404 200 404 200",
    "GET api-label-sets": "401 200 200 200 200 200 200 200",
    "GET api-label-set": "401 404 200 200 200 200 200 200",
    "GET api-article free": "401 404 200 200 200 200 200 200",
    "GET api-article held": "401 404 200 404 200 200 200 200",
    "GET api-task free": "401 404 200 200 200 200 200 200",
    "GET api-task held": "401 404 200 404 200 200 200 200",
    "POST api-task-set free": "401 404 200 200 200 200 403 200",
    "POST api-task-set held": "401 404 200 404 409 409 403 409",
    "GET api-sets": "401 200 200 200 200 200 200 200",
    "GET api-set held": "401 404 200 404 200 200 200 200",
    "GET api-set handed": "401 404 200 404 200 200 200 200",
    "GET api-set-edits held": "401 404 200 404 200 200 200 200",
    "POST api-set-ops held": "401 404 200 404 409 409 403 409",
    "POST api-set-ops handed": "401 404 409 404 200 200 403 200",
}
# For everybody: it says nothing but what stands in the code.
OPEN = {"GET api-openapi"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
