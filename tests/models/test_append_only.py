"""The database itself refuses to rewrite a Change."""

import pytest
from django.db import Error, connection, transaction

from negotiations.models import Change
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE negotiations_change SET reason = 'rewritten'",
        "DELETE FROM negotiations_change",
        "TRUNCATE negotiations_change CASCADE",
    ],
)
def test_changes_cannot_be_updated_or_deleted(statement: str) -> None:
    make.negotiation()
    if statement.startswith("TRUNCATE") and connection.vendor != "postgresql":
        pytest.skip("SQLite has no such statement: it deletes, which is refused row by row")
    connection.check_constraints()
    every = Change.objects.unscoped(reason="test")
    before = list(every.values())
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(every.all().values()) == before
