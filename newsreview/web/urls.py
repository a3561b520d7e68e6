"""Pages. Grouped by prefix; names read screen-noun-verb."""

from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

from newsreview.web import (
    adjudicating,
    agreement,
    beside,
    correcting,
    dashboard,
    dealing,
    deciding,
    exporting,
    guideline,
    handing_in,
    history,
    judging,
    labels,
    notices,
    operating,
    practising,
    projects,
    publishing_labels,
    queue,
    release_files,
    releasing,
    reviewing,
    rules,
    setting_up,
    settled,
    signing_in,
    skipping,
    talking,
    tokens,
    uploading,
    workbench,
)

# The words of our scripts in the person's language; the same for everybody who reads it.
words = cache_control(public=True, max_age=3600)(JavaScriptCatalog.as_view(packages=["newsreview.web"]))

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("words.js", words, name="words"),
    # /projects/<slug>/
    path("projects/", projects.project_list, name="project-list"),
    path("projects/new/", setting_up.new_project, name="new-project"),
    path("projects/new/short-name/", setting_up.new_project_short_name, name="new-project-short-name"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("projects/<slug:slug>/settings/", rules.rules, name="project-settings"),
    path("projects/<slug:slug>/dashboard/", dashboard.dashboard, name="project-dashboard"),
    path("projects/<slug:slug>/dashboard/<slug:key>.csv", dashboard.dashboard_csv, name="dashboard-csv"),
    path("projects/<slug:slug>/dealing/", dealing.deal, name="project-dealing"),
    path("projects/<slug:slug>/skips/", skipping.skips, name="project-skips"),
    path("projects/<slug:slug>/next/", queue.project_next, name="project-next"),
    path("projects/<slug:slug>/team/", setting_up.team, name="project-team"),
    path("projects/<slug:slug>/team/<uuid:membership_id>/", setting_up.member, name="member"),
    path("projects/<slug:slug>/labels/", labels.label_set, name="project-labels"),
    path("projects/<slug:slug>/labels/<slug:key>/", labels.label, name="label"),
    path("projects/<slug:slug>/labels/add/<slug:kind>/", labels.label_new, name="label-new"),
    path("projects/<slug:slug>/label-preview/", labels.label_preview, name="project-label-preview"),
    path("projects/<slug:slug>/label-versions/", labels.next_version, name="project-label-versions"),
    path(
        "projects/<slug:slug>/label-versions/<int:number>/publication/",
        publishing_labels.publication,
        name="label-publication",
    ),
    path("projects/<slug:slug>/label-versions/<int:number>/move/", publishing_labels.move, name="label-move"),
    path("projects/<slug:slug>/guideline/", guideline.guideline, name="project-guideline"),
    path("projects/<slug:slug>/guideline/text/", guideline.guideline_source, name="project-guideline-text"),
    path("projects/<slug:slug>/agreement/", agreement.agreement, name="project-agreement"),
    path("projects/<slug:slug>/agreement/table.csv", agreement.agreement_csv, name="project-agreement-csv"),
    path("projects/<slug:slug>/agreement/passages/", agreement.agreement_passages, name="project-agreement-passages"),
    path("projects/<slug:slug>/export/", exporting.project_export, name="project-export"),
    path("projects/<slug:slug>/releases/", releasing.release_list, name="release-list"),
    path("projects/<slug:slug>/releases/new/", releasing.release_new, name="release-new"),
    path("projects/<slug:slug>/releases/<int:number>/", releasing.release, name="release"),
    path("projects/<slug:slug>/releases/<int:number>/state/", releasing.release_state, name="release-state"),
    path(
        "projects/<slug:slug>/releases/<int:number>/withdrawal/",
        releasing.release_withdrawal,
        name="release-withdrawal",
    ),
    path(
        "projects/<slug:slug>/releases/<int:number>/files/<str:name>", release_files.release_file, name="release-file"
    ),
    path("projects/<slug:slug>/formats/", exporting.project_formats, name="project-formats"),
    path("projects/<slug:slug>/upload/", uploading.upload_new, name="project-upload"),
    path("projects/<slug:slug>/uploads/<uuid:upload_id>/", uploading.upload, name="upload"),
    path("projects/<slug:slug>/uploads/<uuid:upload_id>/import/", uploading.upload_import, name="upload-import"),
    path(
        "projects/<slug:slug>/uploads/<uuid:upload_id>/files/<int:number>/", uploading.upload_file, name="upload-file"
    ),
    # /tasks/<id>/
    path("tasks/<uuid:task_id>/", workbench.workbench, name="task"),
    path("tasks/<uuid:task_id>/set/", workbench.set_take, name="task-set-take"),
    path("tasks/<uuid:task_id>/inspector/", workbench.inspector, name="task-inspector"),
    path("tasks/<uuid:task_id>/story/", beside.story, name="task-story"),
    path("tasks/<uuid:task_id>/ops/", operating.ops, name="task-ops"),
    path("tasks/<uuid:task_id>/form/", operating.form, name="task-form"),
    path("tasks/<uuid:task_id>/skip/", skipping.skip, name="task-skip"),
    path("tasks/<uuid:task_id>/submission/", handing_in.submission, name="task-submission"),
    path("tasks/<uuid:task_id>/adjudication/", adjudicating.adjudication, name="adjudication"),
    path("tasks/<uuid:task_id>/adjudication/agreed/", deciding.agreed, name="adjudication-agreed"),
    path("tasks/<uuid:task_id>/adjudication/decisions/", deciding.decisions, name="adjudication-decisions"),
    path("tasks/<uuid:task_id>/adjudication/undo/", deciding.undo, name="adjudication-undo"),
    path("tasks/<uuid:task_id>/adjudication/submission/", deciding.finish, name="adjudication-submission"),
    path("tasks/<uuid:task_id>/adjudication/reopening/", deciding.reopen, name="adjudication-reopening"),
    # /reviews/<id of the set>/
    path("reviews/<uuid:set_id>/", reviewing.review, name="review"),
    path("reviews/<uuid:set_id>/edit/", correcting.review_edit, name="review-edit"),
    path("reviews/<uuid:set_id>/edit/inspector/", correcting.review_inspector, name="review-edit-inspector"),
    path("reviews/<uuid:set_id>/edit/form/", correcting.review_form, name="review-edit-form"),
    path("reviews/<uuid:set_id>/approvals/", judging.approval, name="review-approval"),
    path("reviews/<uuid:set_id>/requests/", judging.change_request, name="review-request"),
    path("reviews/<uuid:set_id>/acceptance/", judging.acceptance, name="review-acceptance"),
    path("reviews/<uuid:set_id>/return/", judging.returning, name="review-return"),
    path("reviews/<uuid:set_id>/comments/", talking.comment, name="review-comment"),
    path("threads/<uuid:thread_id>/", talking.thread, name="thread"),
    # /sets/<id>/
    path("sets/<uuid:set_id>/history/", history.history, name="set-history"),
    path("sets/<uuid:set_id>/restoration/", history.restoration, name="set-restoration"),
    # /notices/
    path("notices/", notices.notices, name="notices"),
    path("notices/digest/", notices.digest, name="notice-digest"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("sets/<uuid:set_id>/differences/", settled.settled, name="set-settled"),
    # /tokens/
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revocation/", tokens.token_revocation, name="token-revocation"),
    # /practice/
    path("practice/", practising.practice, name="practice"),
    path("practice/later/", practising.practice_later, name="practice-later"),
    # Signing in; see newsreview/urls.py for passwords
    path("sign-in/<str:token>/", signing_in.sign_in, name="sign-in"),
    path("first-administrator/<str:token>/", signing_in.first_administrator, name="first-administrator"),
    path("accounts/signup/", signing_in.not_offered, name="account_signup"),
    path("accounts/email/", signing_in.not_offered, name="account_email"),
    path("accounts/confirm-email/", signing_in.not_offered, name="account_email_verification_sent"),
    path("accounts/confirm-email/<str:key>/", signing_in.not_offered, name="account_confirm_email"),
]
