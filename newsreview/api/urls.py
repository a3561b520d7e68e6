"""The API, version 1. Names read api-thing; docs/api.md tells how to use it."""

from django.urls import path

from newsreview.api import (
    articles,
    describing,
    exporting,
    figures,
    importing,
    labelsets,
    operating,
    predicting,
    projects,
    release_files,
    releases,
    scoring,
    sets,
    tasks,
    whoami,
)

urlpatterns = [
    path("openapi.json", describing.openapi, name="api-openapi"),
    path("me/", whoami.Me.as_view(), name="api-me"),
    # projects/<slug>/
    path("projects/", projects.Projects.as_view(), name="api-projects"),
    path("projects/<slug:slug>/", projects.ProjectByName.as_view(), name="api-project"),
    path("projects/<slug:slug>/articles/", articles.Articles.as_view(), name="api-project-articles"),
    path("projects/<slug:slug>/tasks/", tasks.Tasks.as_view(), name="api-project-tasks"),
    path("projects/<slug:slug>/progress/", figures.Progress.as_view(), name="api-project-progress"),
    path("projects/<slug:slug>/agreement/", figures.Agreement.as_view(), name="api-project-agreement"),
    path("projects/<slug:slug>/export/", exporting.Export.as_view(), name="api-project-export"),
    path("projects/<slug:slug>/import/", importing.NewImport.as_view(), name="api-project-import"),
    path("projects/<slug:slug>/imports/", importing.Imports.as_view(), name="api-project-imports"),
    path("projects/<slug:slug>/imports/<uuid:pk>/", importing.ImportById.as_view(), name="api-import"),
    path("projects/<slug:slug>/predictions/", predicting.ModelVersions.as_view(), name="api-project-predictions"),
    path(
        "projects/<slug:slug>/predictions/<str:model>/<str:version>/score/",
        scoring.ModelScore.as_view(),
        name="api-project-score",
    ),
    path("projects/<slug:slug>/releases/", releases.Releases.as_view(), name="api-releases"),
    path("projects/<slug:slug>/releases/<int:number>/", releases.ReleaseByNumber.as_view(), name="api-release"),
    path(
        "projects/<slug:slug>/releases/<int:number>/withdrawal/",
        releases.ReleaseWithdrawal.as_view(),
        name="api-release-withdrawal",
    ),
    path(
        "projects/<slug:slug>/releases/<int:number>/files/<str:name>",
        release_files.ReleaseFile.as_view(),
        name="api-release-file",
    ),
    # things by their id
    path("label-sets/", labelsets.LabelSets.as_view(), name="api-label-sets"),
    path("label-sets/<uuid:pk>/", labelsets.LabelSetById.as_view(), name="api-label-set"),
    path("articles/<uuid:pk>/", articles.ArticleById.as_view(), name="api-article"),
    path("tasks/<uuid:pk>/", tasks.TaskById.as_view(), name="api-task"),
    path("tasks/<uuid:pk>/set/", tasks.TaskSet.as_view(), name="api-task-set"),
    path("sets/", sets.Sets.as_view(), name="api-sets"),
    path("sets/<uuid:pk>/", sets.SetById.as_view(), name="api-set"),
    path("sets/<uuid:pk>/edits/", sets.Edits.as_view(), name="api-set-edits"),
    path("sets/<uuid:pk>/ops/", operating.SetOperations.as_view(), name="api-set-ops"),
]
