"""Every address: signing in, the administration, then the API and the dashboard."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The administration's own sign-in page knows neither throttling nor the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("mail/", include("negotiations.dashboard.mail_links")),
    path("api/", include("negotiations.api.urls")),
    path("", include("negotiations.dashboard.urls")),
]

handler400 = "config.failures.misunderstood"
handler500 = "config.failures.failed"
