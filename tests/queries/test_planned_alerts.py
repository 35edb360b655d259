"""A page shows when an alert will reach the one who looks, not when the first reader on Earth may be told."""

from datetime import UTC, datetime

import pytest

from negotiations.models import ArmedAlert
from negotiations.queries.planned_alerts import planned_alerts
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Kyiv", 6), ("America/New_York", 13), ("Asia/Tokyo", 0)], ids=str)
def test_an_alert_is_planned_for_nine_in_the_readers_own_zone(zone: str, hour: int) -> None:
    make.deadline(make.proposal())
    reader = make.user(time_zone=zone)
    planned = planned_alerts(reader, ArmedAlert.objects.visible_to(reader), most=10)
    assert {row.rule: send_at for row, send_at in planned}["P3D before"] == datetime(2025, 4, 15, hour, tzinfo=UTC)
