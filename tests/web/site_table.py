"""Every page of the site, and who gets what there. A route that is not in this table fails the test of the walk.

A row is a route, told apart by what it is asked about; for each method one answer for each of the cast, in the order of
CAST, or one for all of them. “in” is a redirect to the sign-in page. HEAD answers as GET where it is not named; other
methods answer as “*”, which is 405 where it is not named.
"""

CAST = ("anonymous", "stranger", "annotator", "colleague", "reviewer", "manager", "ml_client", "administrator")

# The annotator holds the task “held”; nobody holds “free”; “handed” is the annotator's too, and submitted.
# “twice” the annotator and the colleague have submitted.
TABLE: dict[str, dict[str, str]] = {
    "queue": {"GET": "in  200 200 200 200 200 200 200"},
    "words": {"GET": "200", "OPTIONS": "200"},
    # For proxies and watchers; the figures only for those on this machine, as everybody here is.
    "healthz": {"GET": "200"},
    "readyz": {"GET": "200"},
    "metrics": {"GET": "200"},
    # Projects: their people see them, managers bring articles in, managers and ML engineers take the export out.
    "project-list": {"GET": "in  200 200 200 200 200 200 200"},
    "project": {"GET": "in  404 200 200 200 200 200 200"},
    "project-settings": {
        "GET": "in  404 404 404 404 200 404 200",
        "POST": "in  404 404 404 404 422 404 422",
    },
    "project-dealing": {
        "GET": "in  404 404 404 404 200 404 200",
        "POST": "in  404 404 404 404 422 404 422",
    },
    "project-skips": {
        "GET": "in  404 404 404 404 200 404 200",
        "POST": "in  404 404 404 404 400 404 400",
    },
    "project-next": {"POST": "in  404 302 302 302 302 404 302"},
    "project-guideline": {"GET": "in  404 200 200 200 200 200 200"},
    "project-dashboard": {"GET": "in  404 404 404 404 200 404 200"},
    "dashboard-csv": {"GET": "in  404 404 404 404 200 404 200"},
    # Reviewers and managers compare everybody's marks; whoever marks blind learns nothing of it.
    "project-agreement": {"GET": "in  404 404 404 200 200 404 200"},
    "project-agreement-csv": {"GET": "in  404 404 404 200 200 404 200"},
    "project-agreement-passages": {"GET": "in  404 404 404 200 200 404 200"},
    "project-formats": {"GET": "in  404 404 404 404 200 200 200"},
    "project-export": {"GET": "in  404 404 404 404 200 200 200", "HEAD": "405"},
    # Managers and ML engineers see how well models do.
    "prediction-list": {"GET": "in  404 404 404 404 200 200 200"},
    "prediction-score": {"GET": "in  404 404 404 404 200 200 200"},
    # Managers and ML engineers read releases, managers make and withdraw them.
    "release-list": {"GET": "in  404 404 404 404 200 200 200"},
    "release-new": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 302 404 302"},
    "release": {"GET": "in  404 404 404 404 200 200 200"},
    "release-state": {"GET": "in  404 404 404 404 200 200 200"},
    "release-file": {"GET": "in  404 404 404 404 200 200 200", "HEAD": "405"},
    "release-withdrawal": {"POST": "in  404 404 404 404 302 404 302"},
    "project-upload": {
        "GET": "in  404 404 404 404 200 404 200",
        "POST": "in  404 404 404 404 422 404 422",
    },
    # Setting one up is for those who manage one already; its team, labels and guideline are its managers'.
    "new-project": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 422 404 422"},
    "new-project-short-name": {"GET": "in  404 404 404 404 200 404 200"},
    "project-team": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 422 404 422"},
    "member": {"POST": "in  404 404 404 404 422 404 422"},
    "project-labels": {"GET": "in  404 404 404 404 200 404 200"},
    "label": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 422 404 422"},
    "label-new": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 422 404 422"},
    "project-label-preview": {"GET": "in  404 404 404 404 200 404 200"},
    "project-label-versions": {"POST": "in  404 404 404 404 302 404 302"},
    "label-publication": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 302 404 302"},
    "label-move": {"GET": "in  404 404 404 404 200 404 200"},
    "project-guideline-text": {
        "GET": "in  404 404 404 404 200 404 200",
        "POST": "in  404 404 404 404 422 404 422",
    },
    "upload": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 302 404 302"},
    "upload-import": {"POST": "in  404 404 404 404 302 404 302"},
    "upload-file": {"GET": "in  404 404 404 404 200 404 200"},
    "import-list": {"GET": "in  404 404 404 404 200 404 200"},
    "import": {"GET": "in  404 404 404 404 200 404 200"},
    "import-state": {"GET": "in  404 404 404 404 200 404 200"},
    "import-cancel": {"POST": "in  404 404 404 404 302 404 302"},
    "refused-record": {"GET": "in  404 404 404 404 200 404 200", "POST": "in  404 404 404 404 422 404 422"},
    "refused-bytes": {"GET": "in  404 404 404 404 200 404 200"},
    # Everybody searches what they see, and keeps filters of their own; this one is the annotator's. Managers add
    # what they find to projects of theirs.
    "articles": {"GET": "in  200 200 200 200 200 200 200"},
    "article-adding": {"POST": "in  404 404 404 404 302 404 302"},
    "filter-list": {"GET": "in  200 200 200 200 200 200 200", "POST": "in  302 302 302 302 302 302 302"},
    "filter": {"POST": "in  404 302 404 404 404 404 404"},
    "filter-putting-away": {"POST": "in  404 302 404 404 404 404 404"},
    # Stories: everybody sees those of which they see an article; reviewers and managers say which articles tell them.
    "story-list": {"GET": "in  200 200 200 200 200 200 200"},
    "story": {"GET": "in  404 200 200 200 200 200 200"},
    "story-proposals": {"POST": "in  302 302 302 302 302 302 302"},
    "story-proposal": {"POST": "in  404 404 404 302 302 404 302"},
    "story-name": {"POST": "in  404 404 404 302 302 404 302"},
    "story-split": {"POST": "in  404 404 404 302 302 404 302"},
    "story-merge": {"POST": "in  404 404 404 302 302 404 302"},
    "story-return": {"POST": "in  404 404 404 302 302 404 302"},
    # Tasks: an annotator sees what they hold and what nobody holds; the others see everything. Reviewers
    # may change what was handed in.
    "task free": {"GET": "in  404 200 200 200 200 200 200"},
    "task held": {"GET": "in  404 200 404 200 200 200 200"},
    "task-set-take free": {"POST": "in  404 302 302 302 302 403 302"},
    "task-set-take held": {"POST": "in  404 302 404 409 409 403 409"},
    "task-inspector free": {"GET": "in  404 200 200 200 200 200 200"},
    "task-inspector held": {"GET": "in  404 200 404 200 200 200 200"},
    "task-story free": {"GET": "in  404 200 200 200 200 200 200"},
    "task-story held": {"GET": "in  404 200 404 200 200 200 200"},
    "task-copies free": {"GET": "in  404 200 200 200 200 200 200"},
    "task-copies held": {"GET": "in  404 200 404 200 200 200 200"},
    "task-revision free": {"GET": "in  404 200 200 200 200 200 200"},
    "task-revision held": {"GET": "in  404 200 404 200 200 200 200"},
    "task-suggestions free": {
        "GET": "in  404 404 404 404 404 404 404",
        "POST": "in  404 404 404 404 404 404 404",
    },
    "task-suggestions held": {
        "GET": "in  404 200 404 404 404 404 404",
        "POST": "in  404 409 404 404 404 404 404",
    },
    "task-ops held": {"POST": "401 404 200 404 409 409 403 409"},
    "task-ops handed": {"POST": "401 404 409 404 200 200 403 200"},
    "task-form free": {"POST": "in  404 403 403 403 403 403 403"},
    "task-form held": {"POST": "in  404 302 404 403 403 403 403"},
    "task-skip free": {
        "GET": "in  404 404 404 404 404 404 404",
        "POST": "in  404 404 404 404 404 404 404",
    },
    "task-skip held": {
        "GET": "in  404 200 404 404 404 404 404",
        "POST": "in  404 302 404 404 404 404 404",
    },
    "task-skip handed": {
        "GET": "in  404 404 404 404 404 404 404",
        "POST": "in  404 404 404 404 404 404 404",
    },
    "task-submission free": {
        "GET": "in  404 404 404 404 404 404 404",
        "POST": "in  404 404 404 404 404 404 404",
        "DELETE": "in  404 404 404 404 404 404 404",
    },
    "task-submission held": {
        "GET": "in  404 200 404 404 404 404 404",
        "POST": "in  404 302 404 404 404 404 404",
        "DELETE": "in  404 409 404 404 404 404 404",
    },
    "task-submission handed": {
        "GET": "in  404 200 404 404 404 404 404",
        "POST": "in  404 409 404 404 404 404 404",
        "DELETE": "in  404 302 404 404 404 404 404",
    },
    # Reviews: reviewers and managers read what others have handed in; one change is asked for already.
    "review held": {"GET": "in  404 404 404 404 404 404 404"},
    "review handed": {"GET": "in  404 404 404 200 200 404 200"},
    "review-edit handed": {"GET": "in  404 404 404 200 200 404 200"},
    "review-edit-inspector handed": {"GET": "in  404 404 404 200 200 404 200"},
    "review-edit-form handed": {"POST": "in  404 404 404 302 302 404 302"},
    "review-approval handed": {"POST": "in  404 404 404 302 302 404 302"},
    "review-request handed": {"POST": "in  404 404 404 302 302 404 302"},
    "review-acceptance handed": {"POST": "in  404 404 404 409 409 404 409"},
    "review-return handed": {"POST": "in  404 404 404 302 302 404 302"},
    "review-comment handed": {"POST": "in  404 404 404 302 302 404 302"},
    "thread handed": {"POST": "in  404 409 404 302 302 403 302"},
    # Two have handed in “twice”, and differ: who reviews settles it, but never one of the two.
    "adjudication handed": {"GET": "in  404 404 404 404 404 404 404"},
    "adjudication twice": {"GET": "in  404 404 404 200 200 404 200"},
    "adjudication-agreed twice": {"POST": "in  404 404 404 302 302 404 302"},
    "adjudication-decisions twice": {"POST": "in  404 404 404 302 302 404 302"},
    "adjudication-undo twice": {"POST": "in  404 404 404 409 409 404 409"},
    "adjudication-submission twice": {"POST": "in  404 404 404 409 409 404 409"},
    "adjudication-reopening twice": {"POST": "in  404 404 404 409 409 404 409"},
    # The journal is read by whoever sees the marks.
    "set-history held": {"GET": "in  404 200 404 200 200 200 200"},
    "set-history handed": {"GET": "in  404 200 404 200 200 200 200"},
    # Its person goes back to an earlier step, while it is a draft; these sets have none to go back to.
    "set-restoration held": {"POST": "in  404 422 404 403 403 403 403"},
    "set-restoration handed": {"POST": "in  404 409 404 403 403 403 403"},
    # Everybody has notices, and reads their own; this one is the annotator's.
    "notices": {"GET": "in  200 200 200 200 200 200 200", "POST": "in  302 302 302 302 302 302 302"},
    "notice": {"POST": "in  404 302 404 404 404 404 404"},
    "notice-digest": {"POST": "in  302 302 302 302 302 302 302"},
    # Everybody sees what happened with their own account, and ends their own sessions; this one is the annotator's.
    "account": {"GET": "in  200 200 200 200 200 200 200"},
    "sessions-end": {"POST": "in  302 302 302 302 302 302 302"},
    "session-end": {"POST": "in  404 302 404 404 404 404 404"},
    # Everybody makes and revokes their own tokens; this one is the annotator's.
    "tokens": {"GET": "in  200 200 200 200 200 200 200", "POST": "in  422 422 422 422 422 422 422"},
    "token-revocation": {"POST": "in  404 302 404 404 404 404 404"},
    "set-settled held": {"GET": "in  404 404 404 404 404 404 404"},
    "set-settled handed": {"GET": "in  404 200 404 200 200 200 200"},
    # Everybody may practise, each in a set of their own, which the others never meet.
    "practice": {"GET": "in  200 200 200 200 200 200 200", "POST": "in  302 302 302 302 302 302 302"},
    "practice-later": {"POST": "in  302 302 302 302 302 302 302"},
    # Managers invite into their projects, administrators into the installation; this one is into the project.
    "invitations": {"GET": "in  404 404 404 404 404 404 200", "POST": "in  404 404 404 404 404 404 422"},
    "invitation-revocation": {"POST": "in  404 404 404 404 302 404 302"},
    "invitation": {"GET": "200", "POST": "422"},
    # Without an issuer of single sign-on nothing of it is there; test_single_sign_on.py has one.
    "single-sign-on": {"*": "404"},
    "single-sign-on-return": {"*": "404"},
    "single-sign-on-connection": {"*": "404"},
    "single-sign-on-removal": {"*": "404"},
    # Links for this machine only; the second is dead as soon as there is an administrator.
    "sign-in": {"GET": "200", "POST": "302"},
    "first-administrator": {"GET": "410", "POST": "410"},
}

# The library's pages for passwords. Nobody of the cast has one: they sign in by link. Some of these views take any
# method, and none does more with it than with a POST without a form.
AWAY = "200 302 302 302 302 302 302 302"
TABLE |= {
    "account_login": {"*": AWAY, "PATCH": f"405 {AWAY[4:]}", "DELETE": f"405 {AWAY[4:]}"},
    "account_logout": {"GET": "in 200 200 200 200 200 200 200", "POST": "in", "OPTIONS": "200"},
    "account_inactive": {"GET": "200", "OPTIONS": "200"},
    "account_reauthenticate": {"*": "in 403 403 403 403 403 403 403"},
    "account_change_password": {"*": f"in {AWAY[4:]}"},
    "account_set_password": {
        "*": "in 200 200 200 200 200 200 200",
        "PATCH": "in 405 405 405 405 405 405 405",
        "DELETE": "in 405 405 405 405 405 405 405",
    },
    "account_reset_password": {"GET": "200", "POST": "200", "PUT": "200", "OPTIONS": "200"},
    "account_reset_password_done": {"GET": "200", "OPTIONS": "200"},
    "account_reset_password_from_key": {"*": "200"},
    "account_reset_password_from_key_done": {"GET": "200", "OPTIONS": "200"},
    "account_confirm_login_code": {"*": f"in {AWAY[4:]}"},
}

HERE, NOWHERE, NOT_SO = (" ".join([status] * 7) for status in ("200", "404", "405"))
# Second factors. Of the cast nobody has one, and a password nobody either, so that nothing has to be proved once more.
TABLE |= {
    "second-factor": {"GET": "in  302 302 302 302 302 302 302"},
    "mfa_index": {"GET": f"in {HERE}", "OPTIONS": f"in {HERE}", "*": f"in {NOT_SO}"},
    "mfa_authenticate": {"*": f"in {AWAY[4:]}"},
    "mfa_reauthenticate": {"*": "in  403 403 403 403 403 403 403"},
    "mfa_reauthenticate_webauthn": {"*": "in  403 403 403 403 403 403 403"},
    "mfa_deactivate_totp": {"*": f"in {NOWHERE}"},
    "mfa_view_recovery_codes": {"GET": f"in {NOWHERE}", "OPTIONS": f"in {HERE}", "*": f"in {NOT_SO}"},
    "mfa_remove_webauthn": {
        "*": f"in {NOWHERE}",
        "OPTIONS": f"in {HERE}",
        "PUT": f"in {NOT_SO}",
        "PATCH": f"in {NOT_SO}",
    },
    "mfa_login_webauthn": {
        "*": f"in {AWAY[4:]}",
        "OPTIONS": AWAY,
        "PATCH": f"405 {AWAY[4:]}",
        "DELETE": f"405 {AWAY[4:]}",
    },
    "mfa_list_webauthn": {"*": "302"},
    "mfa_edit_webauthn": {"*": "404"},
    "mfa_download_recovery_codes": {"*": "404"},
}
FORM = {"*": f"in {HERE}", "PATCH": f"in {NOT_SO}", "DELETE": f"in {NOT_SO}"}
TABLE |= dict.fromkeys(("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"), FORM)

READING = ("GET", "HEAD", "OPTIONS")
WRITING = ("POST", "PUT", "PATCH", "DELETE")
# People are invited; addresses are changed in the back office.
for name in ("account_signup", "account_email", "account_email_verification_sent", "account_confirm_email"):
    TABLE[name] = {"*": "404"}
