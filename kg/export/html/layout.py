"""Where every entity goes on the page: communities, each laid out, then packed.

A component of up to `WHOLE` nodes is drawn by stress minimisation as one picture. A larger one is
cut into Louvain communities, each is drawn alone, and the communities are placed like circles:
those with many facts between them near each other. Smaller components are packed around the
largest, entities without a line stand in rows below.

Deterministic to the byte: fixed seeds, nodes are integers, and only exactly rounded operations
(`+ - * / sqrt`, no BLAS) touch the coordinates, which are rounded to whole units at the end.

After Zheng, Pawar, Goodman: Graph drawing by stochastic gradient descent (2018) and Blondel et
al.: Fast unfolding of communities in large networks (2008).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.graph.communities import divided, weighted, within

Array = NDArray[np.float64]

SEED = 7
#: Components up to this size are drawn as one picture, larger ones community by community.
WHOLE = 150
#: Beyond this many nodes the layout takes fewer rounds.
LARGE = 1000
#: Groups above this size are cut again, or, when they cannot be cut, wound up as a spiral.
PART = 250
#: With this many neighbours a node keeps room for its name when a large graph is seen whole.
HUB = 12
#: From this size on a community of a large graph fills its disc evenly.
DENSE = 16
#: World units (about pixels at zoom 1): edge length, row height and gap between groups.
STEP, ROW, GAP = 120.0, 46.0, 60.0
#: Width to height of the whole, and how many components at most are fitted to one another.
ASPECT = 1.35
PACKED = 2000
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One whole-unit position and one community number for each node 0..n-1.

    Community 0 is the largest; `groups` are the communities as circles `(x, y, radius)`, with
    radius 0 for those of fewer than four nodes and for graphs that are drawn as one picture.
    """

    positions: tuple[tuple[int, int], ...]
    communities: tuple[int, ...]
    groups: tuple[tuple[int, int, int], ...]


def lay_out(widths: Sequence[float], pairs: Iterable[tuple[int, int, float]]) -> Layout:
    """Place the nodes 0..n-1, given the width of each label and the weighted pairs of nodes.

    >>> lay_out([60.0, 60.0], [(0, 1, 1.0)]).communities
    (0, 0)
    """
    graph = weighted(range(len(widths)), pairs)
    components = sorted((sorted(part) for part in nx.connected_components(graph)), key=_by_size)
    small = len(widths) <= WHOLE
    # Of a large graph only the most important part is ever on screen; its detail matters less.
    sweeps = 24 if len(widths) <= LARGE else 8
    boxes = np.array([_box(w, small, graph.degree(node)) for node, w in enumerate(widths)])
    parts = [divided(graph, part) for part in components]
    placed = [
        _picture(within(graph, part), boxes[part], sweeps) if len(part) <= WHOLE
        else _assemble(graph, part, groups, boxes, sweeps)
        for part, groups in zip(components, parts, strict=True)
    ]  # fmt: skip
    points = _arrange(components, placed, boxes, len(widths))
    groups = sorted((group for part in parts for group in part), key=_by_size)
    number = {node: index for index, group in enumerate(groups) for node in group}
    return Layout(
        positions=tuple((round(float(x)), round(float(y))) for x, y in points),
        communities=tuple(number[node] for node in range(len(widths))),
        groups=tuple((0, 0, 0) if small or len(g) < 4 else _circle(points[g]) for g in groups),
    )


def _box(width: float, small: bool, degree: int) -> tuple[float, float]:
    """The room of a node: for its name where all names show, else for the names of hubs only."""
    if small:
        return width, ROW
    return (34.0, 34.0) if degree < HUB else (width * 3.4, ROW * 4)


def _by_size(nodes: Sequence[int]) -> tuple[int, int]:
    return (-len(nodes), nodes[0])


def _assemble(
    graph: nx.Graph[int],
    nodes: Sequence[int],
    groups: Sequence[Sequence[int]],
    boxes: Array,
    sweeps: int,
) -> Array:
    """Place a connected part around (0, 0): each of its groups alone, then the groups."""
    if len(groups) == 1:
        return _spiral(graph, nodes)
    parts = [_place(graph, group, boxes, sweeps) for group in groups]
    centres = _pack(graph, groups, [_radius(part) for part in parts])
    points = np.zeros((len(nodes), 2))
    row = {node: index for index, node in enumerate(nodes)}
    for group, part, centre in zip(groups, parts, centres, strict=True):
        points[[row[node] for node in group]] = part + centre
    return points


def _place(graph: nx.Graph[int], nodes: Sequence[int], boxes: Array, sweeps: int) -> Array:
    if len(nodes) <= PART:
        return _picture(within(graph, nodes), boxes[list(nodes)], sweeps)
    return _assemble(graph, nodes, divided(graph, nodes), boxes, sweeps)


def _picture(graph: nx.Graph[int], boxes: Array, sweeps: int) -> Array:
    """Draw one small group by stress, its long side horizontal, no two boxes overlapping."""
    nodes = list(graph)
    if len(nodes) == 1:
        return np.zeros((1, 2))
    row = {node: index for index, node in enumerate(nodes)}
    edges = [(row[a], row[b], _length(graph, a, b)) for a, b in graph.edges]
    points = _level(_stress(_distances(len(nodes), edges), sweeps))
    if len(nodes) >= DENSE and boxes[:, 1].min() < ROW:
        points = _evened(points)
    return _centred(_part_boxes(points, boxes, rounds=sweeps * 6))


def _evened(points: Array) -> Array:
    """Move points along their rays from the middle until the disc is filled more evenly.

    Stress crowds the neighbours of a hub and throws single nodes far out; halfway to the radius
    that each would have on an evenly filled disc, both have room.
    """
    middle = points - points.mean(axis=0)
    reach = np.sqrt(middle[:, 0] * middle[:, 0] + middle[:, 1] * middle[:, 1])
    order = np.argsort(reach, kind="stable")
    even = np.empty(len(points))
    even[order] = np.sqrt((np.arange(len(points)) + 0.5) / len(points)) * float(reach.max())
    scale = np.where(reach > 1e-6, (even + reach) / (2 * np.maximum(reach, 1e-6)), 1.0)
    moved: Array = middle * scale[:, None]
    return moved


def _length(graph: nx.Graph[int], a: int, b: int) -> float:
    """Lengthen the edges of hubs, so that their neighbours have room around them."""
    return STEP * max(1.0, 0.42 * math.sqrt(max(graph.degree(a), graph.degree(b))))


def _distances(count: int, edges: Iterable[tuple[int, int, float]]) -> Array:
    """All shortest path lengths (Floyd-Warshall, one row of the matrix at a time)."""
    distance = np.full((count, count), np.inf)
    np.fill_diagonal(distance, 0.0)
    for a, b, length in edges:
        distance[a, b] = distance[b, a] = min(length, distance[a, b])
    for middle in range(count):
        np.minimum(distance, distance[:, middle, None] + distance[None, middle], out=distance)
    return distance


def _stress(distance: Array, sweeps: int = 24) -> Array:
    """Points whose distances come close to `distance`, by gradient descent over disjoint pairs."""
    count = len(distance)
    points = _sunflower(count) * float(distance.max()) / 2
    rounds = [(a, b, distance[a, b]) for a, b in _rounds(count)]
    largest, smallest = float(distance.max()), float(distance[distance > 0].min())
    order, rng = list(range(len(rounds))), random.Random(SEED)
    sweeps = sweeps if count <= 60 else max(sweeps // 2, 4)
    shrink = (0.1 * smallest**2 / largest**2) ** (1 / (sweeps - 1))
    for sweep in range(sweeps):
        rng.shuffle(order)
        for index in order:
            a, b, wanted = rounds[index]
            delta = points[a] - points[b]
            length = np.sqrt(delta[:, 0] * delta[:, 0] + delta[:, 1] * delta[:, 1]) + 1e-9
            rate = np.minimum(largest**2 * shrink**sweep / (wanted * wanted), 1.0)
            move = delta * (rate * (length - wanted) / (2 * length))[:, None]
            points[a] -= move
            points[b] += move
    return points


def _rounds(count: int) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Every pair of 0..count-1 once, in rounds of disjoint pairs (a round-robin tournament)."""
    even = count + count % 2
    ring, rounds = list(range(1, even)), []
    for _ in range(even - 1):
        seats = [0, *ring]
        pairs = zip(seats[: even // 2], reversed(seats[even // 2 :]), strict=True)
        kept = [(a, b) for a, b in pairs if a < count and b < count]
        rounds.append((np.array([a for a, _ in kept]), np.array([b for _, b in kept])))
        ring = [ring[-1], *ring[:-1]]
    return rounds


def _sunflower(count: int) -> Array:
    """Points spread evenly over the unit disc, from the middle outwards."""
    return np.array(
        [
            (math.sqrt((i + 0.5) / count) * math.cos(i * _GOLDEN),
             math.sqrt((i + 0.5) / count) * math.sin(i * _GOLDEN))
            for i in range(count)
        ]
    )  # fmt: skip


def _spiral(graph: nx.Graph[int], nodes: Sequence[int]) -> Array:
    """Wind a group that cannot be cut (a huge star) around its hub, near things first."""
    inner = within(graph, nodes)
    hub = max(nodes, key=lambda node: (inner.degree(node), -node))
    order = [hub, *(node for _, node in nx.bfs_edges(inner, hub))]
    row = {node: index for index, node in enumerate(nodes)}
    points = np.zeros((len(nodes), 2))
    points[[row[node] for node in order]] = _sunflower(len(nodes)) * 22 * math.sqrt(len(nodes))
    centred: Array = points - points[row[hub]]
    return centred


def _level(points: Array) -> Array:
    """Turn the points so that their longest extent lies horizontally."""
    centred = _centred(points)
    x, y = centred[:, 0], centred[:, 1]
    xx, yy, xy = float((x * x).sum()), float((y * y).sum()), float((x * y).sum())
    gap = math.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    if gap < 1e-6:
        return centred
    cosine = math.sqrt(max(0.0, (1 + (xx - yy) / gap) / 2))
    sine = math.copysign(math.sqrt(max(0.0, 1 - cosine * cosine)), xy)
    return np.stack((x * cosine + y * sine, y * cosine - x * sine), axis=1)


def _part_boxes(points: Array, boxes: Array, *, rounds: int) -> Array:
    """Push overlapping boxes apart along the axis that needs the smaller move."""
    points = points.copy()
    wanted = (boxes[:, None] + boxes[None]) / 2 + 6
    order = np.arange(len(points))
    tie = np.where(order[:, None] > order[None], 1.0, -1.0)
    for _ in range(rounds if len(points) <= WHOLE // 2 else rounds // 2):
        delta = points[:, None] - points[None]
        over = wanted - np.abs(delta)
        hit = (over[..., 0] > 0) & (over[..., 1] > 0)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        # Half of the true ratio: pushing sideways stretches wide labels into one long row.
        flat = over[..., 0] < over[..., 1] * 0.9
        for axis, chosen in ((0, hit & flat), (1, hit & ~flat)):
            sign = np.where(delta[..., axis] == 0, tie, np.sign(delta[..., axis]))
            push = np.where(chosen, sign * over[..., axis] * 0.3, 0.0)
            points[:, axis] -= push.sum(axis=0)
    return points


def _pack(graph: nx.Graph[int], groups: Sequence[Sequence[int]], radii: Sequence[float]) -> Array:
    """Centres for groups as circles: stress over the graph of groups, then no overlaps."""
    reach = np.array(radii)
    if len(groups) > 400:
        return _sunflower(len(groups)) * float(reach.max() + GAP) * math.sqrt(len(groups))
    between = _between(graph, groups)
    total = dict.fromkeys(range(len(groups)), 1e-9)
    for (a, b), weight in between.items():
        total[a], total[b] = total[a] + weight, total[b] + weight
    edges = [
        (a, b, (radii[a] + radii[b] + GAP) * (1.8 - 0.8 * math.sqrt(w / min(total[a], total[b]))))
        for (a, b), w in sorted(between.items())
    ]
    return _part_circles(_level(_stress(_distances(len(groups), edges))), reach + GAP / 2)


def _between(graph: nx.Graph[int], groups: Sequence[Sequence[int]]) -> dict[tuple[int, int], float]:
    """The weight of all edges between each two groups."""
    home = {node: index for index, group in enumerate(groups) for node in group}
    weights: dict[tuple[int, int], float] = {}
    for node, index in home.items():
        for other in graph[node]:
            target = home.get(other, index)
            if index < target:
                pair = (index, target)
                weights[pair] = weights.get(pair, 0.0) + graph[node][other]["weight"]
    return weights


def _part_circles(points: Array, radii: Array) -> Array:
    """Pull circles together while they fit, push them apart where they overlap."""
    points, wanted = points.copy(), radii[:, None] + radii[None]
    for turn in range(240):
        if turn < 160:
            points *= 0.985
        delta = points[:, None] - points[None]
        length = np.sqrt(delta[..., 0] * delta[..., 0] + delta[..., 1] * delta[..., 1]) + 1e-9
        over = np.maximum(wanted - length, 0.0)
        np.fill_diagonal(over, 0.0)
        push = delta * (over * 0.35 / length)[..., None]
        points -= push.sum(axis=0)
    return points


def _arrange(
    components: Sequence[Sequence[int]], placed: Sequence[Array], boxes: Array, count: int
) -> Array:
    """Set the components close around the largest, single nodes in rows below, and centre all.

    Components are packed as the cells of a grid that their outlines cover, after Freivalds,
    Dogrusoz, Kikusts: Disconnected graph layout and the polyomino packing approach (2001).
    """
    points = np.zeros((count, 2))
    groups = [i for i, nodes in enumerate(components) if len(nodes) > 1][:PACKED]
    for i, corner in zip(groups, _packed([placed[i] for i in groups],
                         [boxes[list(components[i])] for i in groups]), strict=True):  # fmt: skip
        points[list(components[i])] = placed[i] + corner
    packed = {node for i in groups for node in components[i]}
    rest = [nodes for nodes in components if nodes[0] not in packed]
    alone = [placed[i] for i in range(len(components)) if components[i][0] not in packed]
    if rest:
        inside = sorted(packed)
        frame = _frame(points[inside], boxes[inside]) if inside else (0.0, 0.0, 0.0, 0.0)
        for nodes, place in zip(rest, _rows(rest, alone, boxes, frame), strict=True):
            points[list(nodes)] = place
    return _centred(points)


def _packed(parts: Sequence[Array], boxes: Sequence[Array]) -> list[Array]:
    """How far to move each part, the largest first, so that all lie close and none on another."""
    frames = [_frame(p, b) for p, b in zip(parts, boxes, strict=True)]
    area = sum((w + GAP / 2) * (h + GAP / 2) for _, _, w, h in frames)
    cell = max(ROW / 2, math.sqrt(area / 9000))
    shapes = [_cells(p, b, frame, cell) for p, b, frame in zip(parts, boxes, frames, strict=True)]
    high = max((len(shape) for shape in shapes), default=0)
    wide = max((shape.shape[1] for shape in shapes), default=0)
    side = 3 * math.ceil(math.sqrt(area) / cell) + 4
    taken = np.zeros((side + 2 * high, side + 2 * wide), dtype=bool)
    moves = []
    for shape, (x, y, _, _) in zip(shapes, frames, strict=True):
        row, column = _nearest(taken, shape)
        taken[row : row + len(shape), column : column + shape.shape[1]] |= shape
        moves.append(np.array((column * cell - x, row * cell - y)))
    return moves


def _nearest(taken: NDArray[np.bool_], shape: NDArray[np.bool_]) -> tuple[int, int]:
    """The free place for a shape whose middle is nearest to the middle of the grid."""
    high, wide = taken.shape[0] - len(shape) + 1, taken.shape[1] - shape.shape[1] + 1
    hit = np.zeros((high, wide), dtype=bool)
    for row, column in np.argwhere(shape) if taken.any() else ():
        hit |= taken[row : row + high, column : column + wide]
    down = np.arange(high) + (len(shape) - taken.shape[0]) / 2
    across = (np.arange(wide) + (shape.shape[1] - taken.shape[1]) / 2) / ASPECT
    cost = (down * down)[:, None] + (across * across)[None]
    cost[hit] = np.inf
    row, column = divmod(int(cost.argmin()), wide)
    return row, column


def _cells(
    points: Array, boxes: Array, frame: tuple[float, float, float, float], cell: float
) -> NDArray[np.bool_]:
    """The cells that a part covers: those of its nodes and what lies between them."""
    x, y, w, h = frame
    covered = np.zeros((math.ceil((h + 8) / cell), math.ceil((w + 8) / cell)), dtype=bool)
    low = ((points - boxes / 2 - np.array((x, y))) / cell).astype(int)
    high = np.ceil((points + boxes / 2 - np.array((x, y)) + 8) / cell).astype(int)
    for (left, top), (right, bottom) in zip(low, high, strict=True):
        covered[top:bottom, left:right] = True
    for _ in range(2):
        across, down = _filled(covered, 1), _filled(covered, 0)
        covered = across | down
    return covered


def _filled(covered: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """The cells that have a covered one on both sides along an axis, or are covered."""
    before = np.logical_or.accumulate(covered, axis=axis)
    behind = np.flip(np.logical_or.accumulate(np.flip(covered, axis), axis=axis), axis)
    filled: NDArray[np.bool_] = before & behind
    return filled


def _rows(
    components: Sequence[Sequence[int]],
    placed: Sequence[Array],
    boxes: Array,
    frame: tuple[float, float, float, float],
) -> list[Array]:
    """Set what is left in columns of one width below a frame, about as wide as the frame."""
    frames = [_frame(p, boxes[list(c)]) for c, p in zip(components, placed, strict=True)]
    wide = max(w for _, _, w, _ in frames) + 8
    high = max(h for _, _, _, h in frames) + 2
    x, y, w, h = frame
    most = max(w, math.sqrt(wide * high * len(frames) * ASPECT), wide)
    columns = max(1, int(most / wide))
    rows = math.ceil(len(frames) / columns)
    columns = math.ceil(len(frames) / rows)
    left = x + (w - columns * wide) / 2 + wide / 2
    top = y + h + (GAP / 2 if h else 0.0) + high / 2
    return [
        part + np.array((left + (i % columns) * wide, top + (i // columns) * high))
        for i, part in enumerate(placed)
    ]


def _frame(points: Array, boxes: Array) -> tuple[float, float, float, float]:
    """Left, top, width and height of a part with its labels."""
    low = (points - boxes / 2).min(axis=0)
    high = (points + boxes / 2).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def _centred(points: Array) -> Array:
    return points if not len(points) else points - (points.min(axis=0) + points.max(axis=0)) / 2


def _radius(points: Array) -> float:
    squares = points[:, 0] * points[:, 0] + points[:, 1] * points[:, 1]
    return float(np.sqrt(squares.max())) + 24


def _circle(points: Array) -> tuple[int, int, int]:
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return round(float(middle[0])), round(float(middle[1])), round(_radius(points - middle))
