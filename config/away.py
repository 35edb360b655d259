"""How it shows that the database or the broker is away: both come back, and so may the reader."""

from django.db import InterfaceError, OperationalError
from redis.exceptions import RedisError

AWAY = (RedisError, OperationalError, InterfaceError)
RETRY_AFTER = 30  # seconds
