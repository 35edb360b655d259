"""The contracts of the code, as tests with a name: who imports whom, who writes, who reads the clock."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PRODUCT = PROJECT / "negotiations"

WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("asave", "acreate", "aupdate", "adelete", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"),
}
CLOCKS = {
    *("timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"),
    *("datetime.datetime.now", "datetime.date.today"),
}
PLAIN = ("rules/", "ingest/", "codelists/", "enums/")  # no Django there, hence no rows to write
EDGES = ("tasks", "api", "dashboard", "management", "admin")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "manager"}

# Queries that the scope of a QuerySet cannot guard, each reviewed: it names only rows already scoped.
REVIEWED_HOLES = {
    # Two lists of ids for `pk__in`; the rows themselves are asked for by `visible_to`.
    ("queries/proposal_rows.py", "each.filter(proposal__any_of=ids).values('pk').union"),
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the product with its path from the product's folder, such as "models/deadlines.py"."""
    for path in sorted(PRODUCT.rglob("*.py")):
        yield path.relative_to(PRODUCT).as_posix(), ast.parse(path.read_text())


def written(node: ast.expr) -> str:
    """How an expression reads in the source: "timezone.now"."""
    return ast.unparse(node)


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def test_imports_point_down() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_only_actions_write() -> None:
    """`d |= other` says of a dict what `.update` would; `super().update` is the QuerySet's own definition."""
    found = [
        f"negotiations/{path}:{call.lineno}: {written(function)}"
        for path, tree in modules()
        if not path.startswith(("actions/", "migrations/", *PLAIN))
        for call, function in calls(tree)
        if function.attr in WRITES and written(function.value) not in {"super()", "self.session"}
    ]
    assert found == []


def test_time_is_an_argument() -> None:
    found = [
        f"negotiations/{path}:{node.lineno}: {written(node)}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and written(node) in CLOCKS)
        # With an argument they convert a moment; without one they read the clock.
        or (isinstance(node, ast.Call) and written(node) in {"timezone.localtime()", "timezone.localdate()"})
    ]
    assert found == []


def test_only_the_edges_read_the_clock() -> None:
    found = [
        f"negotiations/{path}:{node.lineno}"
        for path, tree in modules()
        if Path(path).parts[0].removesuffix(".py") not in EDGES
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "config" and "clock" in {n.name for n in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module == "config.clock")
    ]
    assert found == []


def test_every_query_around_the_scope_is_reviewed() -> None:
    found = {
        (path, written(function))
        for path, tree in modules()
        if not path.startswith(PLAIN)
        for _, function in calls(tree)
        if function.attr in {"raw", "union"}
    }
    assert found == REVIEWED_HOLES


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {Path(path).stem for path, _ in modules()} | {part for path, _ in modules() for part in Path(path).parts}
    assert names & FORBIDDEN_NAMES == set()
