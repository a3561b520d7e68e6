"""The site map. Grouped by prefix; names read screen-noun-verb."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("newsreview.web.urls")),
    path("api/v1/", include("newsreview.api.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "newsreview.web.errors.bad_request"
handler403 = "newsreview.web.errors.forbidden"
handler404 = "newsreview.web.errors.not_found"
handler500 = "newsreview.web.errors.server_error"
