"""What each web process does before its first request."""

from config.gunicorn import post_worker_init
from negotiations.rules.deadlines.places import zones_by_place


def test_a_web_process_reads_the_tables_of_the_deadline_language_first() -> None:
    zones_by_place.cache_clear()
    post_worker_init(None)
    assert zones_by_place.cache_info().currsize == 1
