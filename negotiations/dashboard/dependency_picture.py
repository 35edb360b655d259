"""The picture of dependencies: where each box and line stands, in pixels. The same rows give the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from negotiations.queries.dependencies import Box, Dependencies, Tie
from negotiations.rules.layered import Layered, Line, layered

WIDTH, HEIGHT = 224, 84
_BESIDE, _BELOW, _PASSING, _EDGE, _ABOVE = 96, 14, 20, 26, 8
_BEND, _ARROW, _UNDER, _LANES = 44, 7, 24, 4

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """`x` and `y` are its upper left corner; `away` when another box is chosen that it is not tied to."""

    box: Box
    x: int
    y: int
    chosen: bool
    away: bool


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """`path` and `arrow` in the words of SVG; `number` is that of its row in the list, written at `x`, `y`."""

    tie: Tie
    number: int
    path: str
    arrow: str
    x: int
    y: int
    circle: bool
    away: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawn from left to right, or the other way round where the language is written so."""

    width: int
    height: int
    boxes: list[DrawnBox]
    lines: list[DrawnLine]


def picture(found: Dependencies, chosen: str, *, mirrored: bool) -> Picture:
    """Boxes in columns and the lines between them; `chosen` is the reference of a box, or empty."""
    place = {box.reference: number for number, box in enumerate(found.boxes)}
    needs: dict[int, list[int]] = {}
    for tie in found.ties:
        needs.setdefault(place[tie.box], []).append(place[tie.needed])
    grid = _Grid(layered(len(found.boxes), needs), mirrored=mirrored)
    near = {end for tie in found.ties if chosen in (tie.needed, tie.box) for end in (tie.needed, tie.box)}
    boxes = [
        DrawnBox(box, *grid.corner(number), box.reference == chosen, bool(chosen) and box.reference not in near)
        for number, box in enumerate(found.boxes)
    ]
    circles = [set(circle) for circle in found.circles]
    lines = []
    for number, tie in enumerate(found.ties, start=1):
        path, arrow, middle = grid.line((place[tie.needed], place[tie.box]))
        circle = not tie.settled and any({tie.needed, tie.box} <= circle for circle in circles)
        away = bool(chosen) and chosen not in (tie.needed, tie.box)
        lines.append(DrawnLine(tie, number, path, arrow, *middle, circle, away))
    return Picture(grid.width, grid.height, boxes, lines)


class _Grid:
    """Columns of boxes in pixels, mirrored on demand."""

    def __init__(self, shape: Layered, *, mirrored: bool) -> None:
        self.back = shape.back
        self.mirrored = mirrored
        self.boxes: dict[int, Point] = {}
        self.passing: dict[Line, list[Point]] = {}
        lowest = 0
        for number, column in enumerate(shape.columns):
            x, y = _EDGE + number * (WIDTH + _BESIDE), _ABOVE
            for entry in column:
                if isinstance(entry, int):
                    self.boxes[entry] = (x, y)
                    y += HEIGHT + _BELOW
                else:
                    middle = y + _PASSING // 2
                    self.passing.setdefault(entry, []).extend([(x, middle), (x + WIDTH, middle)])
                    y += _PASSING + _BELOW
            lowest = max(lowest, y)
        self.width = max(len(shape.columns) * (WIDTH + _BESIDE) - _BESIDE, 0) + 2 * _EDGE
        self.height = lowest - _BELOW + _ABOVE + (_UNDER if self.back else 0)

    def corner(self, box: int) -> Point:
        """The upper left corner of a box."""
        x, y = self.boxes[box]
        return (self.width - x - WIDTH if self.mirrored else x), y

    def line(self, line: Line) -> tuple[str, str, Point]:
        """Its path and arrow, and the point at which its number is written."""
        if line in self.back:
            return self._around(line)
        (left, upper), (right, lower) = self.boxes[line[0]], self.boxes[line[1]]
        ends = [(left + WIDTH, upper + HEIGHT // 2), *self.passing.get(line, ()), (right, lower + HEIGHT // 2)]
        points = [self._turned(point) for point in ends]
        bend = -_BEND if self.mirrored else _BEND
        path = f"M{points[0][0]},{points[0][1]}"
        for number, ((x, y), (to, at)) in enumerate(pairwise(points)):
            # Straight through a column, bent between two.
            path += f" L{to},{at}" if number % 2 else f" C{x + bend},{y} {to - bend},{at} {to},{at}"
        (x, y), (to, at) = points[-2:]
        return path, self._arrow((to, at)), ((x + to) // 2, (y + at) // 2)

    def _around(self, line: Line) -> tuple[str, str, Point]:
        """From the end side of the box waited for, under everything, to the start side of the one that waits."""
        (needed, upper), (waits, lower) = self.boxes[line[0]], self.boxes[line[1]]
        lane = 1 + sorted(self.back).index(line) % _LANES
        out, under = 4 * lane, self.height - _UNDER + 4 * lane
        corners = [
            (needed + WIDTH, upper + HEIGHT // 2),
            (needed + WIDTH + out, upper + HEIGHT // 2),
            (needed + WIDTH + out, under),
            (waits - out - _ARROW, under),
            (waits - out - _ARROW, lower + HEIGHT // 2),
            (waits, lower + HEIGHT // 2),
        ]
        points = [self._turned(point) for point in corners]
        path = "M" + " L".join(f"{x},{y}" for x, y in points)
        return path, self._arrow(points[-1]), ((points[2][0] + points[3][0]) // 2, under)

    def _arrow(self, tip: Point) -> str:
        x, y = tip
        behind = x + _ARROW if self.mirrored else x - _ARROW
        return f"M{behind},{y - 4} L{x},{y} L{behind},{y + 4}"

    def _turned(self, point: Point) -> Point:
        return (self.width - point[0] if self.mirrored else point[0]), point[1]
