"""What blocks what: a picture drawn here, and the same as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb
from negotiations.dashboard.dependency_picture import HEIGHT, WIDTH, picture
from negotiations.dashboard.filter_menus import FilterMenus
from negotiations.dashboard.filtered import Asked, FilteredList
from negotiations.filters.conditions import ConditionFilters
from negotiations.filters.fields import shown
from negotiations.models import Condition
from negotiations.queries.conditions import CONDITION
from negotiations.queries.dependencies import MOST_BOXES, dependencies
from negotiations.queries.known_proposals import open_on_that_day


class Dependencies(FilteredList):
    """Conditions of open proposals, unless a proposal or a negotiation is asked for."""

    template_name = "dashboard/dependencies.html"
    section = "dependencies"
    filters = ConditionFilters
    default_ordering = "display_order"
    besides = ("box",)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Dependencies"))]

    def known(self) -> QuerySet[Condition]:
        return CONDITION.standing(Condition.objects.visible_to(self.reader), self.reading().then)

    def unless_asked(self, rows: QuerySet[Condition], asked: Asked) -> QuerySet[Condition]:
        if any(name.split("__")[0] in {"negotiation", "proposal"} for name in asked.values):
            return rows
        return rows.filter(proposal__in=open_on_that_day(self.reading()).order_by().values("pk"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.ask()
        rows, problems = self.narrowed(self.unless_asked(self.known(), asked), asked)
        found = dependencies(rows, self.reading())
        chosen = request.GET.get("box", "")
        if chosen and not problems and chosen not in {box.reference for box in found.boxes}:
            problems = (
                _("box: there is no box %(value)s here; choose one of the picture.") % {"value": shown(chosen)},
            )
        context = self.get_context_data(asked=asked, found=found, problems=problems, chosen=chosen, **kwargs)
        return self.render_to_response(context, status=400 if problems else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, asked, chosen = kwargs["found"], kwargs["asked"], kwargs["chosen"]
        labels = {"negotiation": _("Negotiation"), "role": _("Kind"), "demanded_by": _("Demanded by")}
        form = FilterMenus(self.filters, labels, asked, self.known(), self.reader)
        boxes = {box.reference: box for box in found.boxes}
        lines = picture(found, chosen, mirrored=get_language_bidi())
        held = {tie.box for tie in found.ties if boxes[tie.box].status and not tie.settled}
        return super().get_context_data(
            picture=lines,
            rows=[(line, boxes[line.tie.box], boxes[line.tie.needed]) for line in lines.lines],
            box=boxes.get(chosen),
            needs=[(boxes[tie.needed], tie) for tie in found.needs(chosen)],
            held_up=[(boxes[tie.box], tie) for tie in found.held_up(chosen)],
            circles=[[boxes[reference] for reference in circle] for circle in found.circles],
            waiting=sum(1 for tie in found.ties if not tie.settled),
            held=len(held),
            box_width=WIDTH,
            box_height=HEIGHT,
            at_most=MOST_BOXES,
            menus=form.menus,
            applied=form.applied(),
            unfolded=asked.address(box=""),
            **kwargs,
        )
