"""A client of Parley's API: pages, retries, preconditions and problems, with the standard library alone."""

from parley_client.client import Client, Found
from parley_client.problems import Fault, Problem, ProblemError

__all__ = ["Client", "Fault", "Found", "Problem", "ProblemError"]
