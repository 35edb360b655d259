from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.alerts import Office
from tests.mail_sink import MailSink


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailSink]:
    """A running mail server that Django's settings point at."""
    server = MailSink()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
    yield server
    server.close()


@pytest.fixture
def office(sink: MailSink, db: None) -> Iterator[Office]:
    """Parley at work, delivering into the sink."""
    place = Office()
    yield place
    place.post.transport.close()
