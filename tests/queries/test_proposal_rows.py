"""What hangs on a page of proposals is looked up by them, and nothing is gone through for it."""

from __future__ import annotations

import pytest
from django.db import connection

from negotiations.queries.proposal_rows import deadlines
from tests import factories


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks either side of an “or” up by itself")
def test_deadlines_of_a_page_are_looked_up_by_its_proposals() -> None:
    """A table is read whole here only where there is no other way, however small it is."""
    reader, proposal = factories.user(), factories.proposal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "negotiations_deadline_proposal_id_" in deadlines([proposal.pk], reader).explain()
