"""Every address: signing in, the administration, then the API and the dashboard."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# The administration's own sign-in page knows neither throttling nor the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    # The sign-in's own page of addresses would write to people without leaving a trace in the record.
    path("accounts/email/", RedirectView.as_view(pattern_name="dashboard:settings")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("mail/", include("negotiations.dashboard.mail_links")),
    path("api/", include("negotiations.api.urls")),
    path("", include("negotiations.dashboard.urls")),
]

handler400 = "config.failures.misunderstood"
handler500 = "config.failures.failed"
