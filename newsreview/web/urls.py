from django.urls import path

from newsreview.web import projects, queue

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("projects/", projects.project_list, name="project-list"),
    path("projects/<slug:slug>/", projects.project, name="project"),
]
