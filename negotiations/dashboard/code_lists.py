"""The stages and statuses that this installation goes by: fixed by their code lists, shown to whoever sets it up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.codelists.stages import STAGE_SCHEME, stages, sub_stages_of
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.enums import ProposalStatus, Stage, SubStage
from negotiations.rules.lifecycle import moves_from


class CodeLists(DashboardView):
    template_name = "dashboard/code_lists.html"
    section = "settings"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("Stages and statuses"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            statuses=[
                (status.value, ", ".join(str(move.label) for move in moves_from(status))) for status in ProposalStatus
            ],
            scheme=STAGE_SCHEME,
            stages=[
                (code, capfirst(str(Stage(code).label)), [(sub, SubStage(sub).label) for sub in sub_stages_of(code)])
                for code in stages()
            ],
            **kwargs,
        )
