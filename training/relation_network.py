"""The network of `training.relations` in torch; `kg.record.pairs.network` runs it in NumPy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from kg.record.pairs.features import PAIR_TABLES, PLACES, TABLES

WIDTH, PAIR, HEADS, KEY, WORD, LEXICAL, HEAD = 192, 128, 4, 32, 384, 48, 32
#: Texts of a relation: label, aliases, description, domain, range.
TEXTS = 5
#: Matrices of more numbers are stored as bytes.
LARGE = 20_000


class Network(nn.Module):
    """Pairs and relations as vectors; their product over 4, and a bias, are log-odds."""

    def __init__(self, relations: int, drop: float = 0.15) -> None:
        super().__init__()
        self.ctx, self.word = nn.Linear(WORD, WIDTH), nn.Linear(WORD, WIDTH, bias=False)
        self.norm, self.n1, self.n2 = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.qkv, self.ao = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.cand = nn.Linear(len(PLACES) * WIDTH, WIDTH)
        self.tabs = nn.ModuleList([nn.Embedding(n, WIDTH) for _, n in TABLES])
        self.ptabs = nn.ModuleList([nn.Embedding(n, WIDTH) for _, n in PAIR_TABLES])
        self.subj, self.obj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.qs, self.qo, self.k, self.v = (nn.Linear(WIDTH, HEADS * KEY) for _ in range(4))
        self.place = nn.Parameter(torch.zeros(HEADS, 6))
        self.c2, self.top = nn.Linear(HEADS * KEY, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.h2, self.out, self.any = (nn.Linear(WIDTH, n) for n in (WIDTH, PAIR, 1))
        self.lx, self.ly = (nn.Linear(WORD, n, bias=False) for n in (LEXICAL, HEAD))
        self.gam = nn.Parameter(torch.ones(3))
        self.r1, self.r2, self.rb = (
            nn.Linear(TEXTS * WORD, 256),
            nn.Linear(256, PAIR),
            nn.Linear(256, 1),
        )
        self.res, self.resb = nn.Embedding(relations, PAIR), nn.Embedding(relations, 1)
        self.drop = nn.Dropout(drop)
        for table in (*self.tabs, *self.ptabs):
            nn.init.normal_(table.weight, std=0.05)
        nn.init.zeros_(self.res.weight)
        nn.init.zeros_(self.resb.weight)
        nn.init.constant_(self.rb.bias, -4.0)

    def words(self, batch: Mapping[str, Tensor]) -> Tensor:
        x = self.drop(self.norm(F.gelu(self.ctx(batch["context"]) + self.word(batch["words"]))))
        rows, size, _ = x.shape
        q, k, v = self.qkv(x).view(rows, size, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = (q @ k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        seen = seen.masked_fill(~batch["there"][:, None, None, :], -1e4).softmax(-1)
        heard = (seen @ v).transpose(1, 2).reshape(rows, size, WIDTH)
        x = self.n1(x + self.drop(self.ao(heard)))
        return self.n2(x + self.drop(self.f2(F.gelu(self.f1(x)))))

    def forward(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Vectors of pairs, and log-odds that any relation holds."""
        x, rows, pairs = self.words(batch), batch["rows"], batch["pairs"]
        count = len(x)
        places = rows[:, :, : len(PLACES)].reshape(count, -1, 1).expand(-1, -1, WIDTH)
        c = self.cand(x.gather(1, places).view(count, rows.shape[1], -1))
        for at, table in enumerate(self.tabs, len(PLACES)):
            c = c + table(rows[:, :, at])
        c = self.drop(F.gelu(c))
        seen, looked = self._looked_at(x, c, batch)
        h = _pick(self.subj(c), pairs[:, :, 0]) + _pick(self.obj(c), pairs[:, :, 1])
        h = h + self.c2(looked) + self.top(_pick(x, pairs[:, :, 2]))
        for at, table in enumerate(self.ptabs, 3):
            h = h + table(pairs[:, :, at])
        h = self.drop(F.gelu(h))
        h = h + F.gelu(self.h2(h))
        heads = torch.tanh(self.ly(_pick(batch["words"], rows[:, :, 2])))
        lexical = torch.tanh(seen.mean(1) @ self.lx(batch["words"]))
        ends = [_pick(heads, pairs[:, :, 0]), _pick(heads, pairs[:, :, 1])]
        return torch.cat([torch.tanh(self.out(h)), lexical, *ends], -1), self.any(h)[..., 0]

    def _looked_at(
        self, x: Tensor, c: Tensor, batch: Mapping[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        def heads(made: Tensor) -> Tensor:
            return made.view(len(made), -1, HEADS, KEY).transpose(1, 2)

        k, v = heads(self.k(x)), heads(self.v(x))
        i, j = batch["pairs"][:, :, 0], batch["pairs"][:, :, 1]
        size = x.shape[1]

        def of(query: nn.Linear, which: Tensor) -> Tensor:
            scores = heads(query(c)) @ k.transpose(-1, -2) / math.sqrt(KEY)
            return scores.gather(2, which[:, None, :, None].expand(-1, HEADS, -1, size))

        standing = self.place[:, _standing(batch["rows"], i, j, size)].transpose(0, 1)
        seen = of(self.qs, i) + of(self.qo, j) + standing
        seen = seen.masked_fill(~batch["there"][:, None, None, :], -1e4).softmax(-1)
        return seen, (seen @ v).transpose(1, 2).reshape(len(x), i.shape[1], -1)

    def relations(self, texts: Tensor, ids: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of relations and what is added; `keep` is 1 where the learnt vector counts."""
        hidden = self.drop(F.gelu(self.r1(self.drop(texts))))
        r, bias = self.r2(hidden), self.rb(hidden)[:, 0]
        keep = keep * (ids >= 0)
        r = r + self.res(ids.clamp(min=0)) * keep[:, None]
        bias = bias + self.resb(ids.clamp(min=0))[:, 0] * keep
        label, alias, _, domain, range = texts.view(-1, TEXTS, WORD).unbind(1)
        lexical = self.gam[0] * torch.tanh(self.lx(label + 0.5 * alias))
        ends = [
            g * torch.tanh(self.ly(end))
            for g, end in zip(self.gam[1:], (domain, range), strict=True)
        ]
        return torch.cat([r, lexical, *ends], -1), bias


def _pick(rows: Tensor, which: Tensor) -> Tensor:
    return rows.gather(1, which[:, :, None].expand(-1, -1, rows.shape[-1]))


def _standing(rows: Tensor, i: Tensor, j: Tensor, size: int) -> Tensor:
    """0 in the first, 1 in the second, 2 between, 3 left of both, 4 right of both."""
    at = torch.arange(size)
    a, b = (rows[:, :, n].gather(1, i)[:, :, None] for n in (0, 1))
    c, d = (rows[:, :, n].gather(1, j)[:, :, None] for n in (0, 1))
    found = torch.full((*i.shape, size), 2)
    found[at < torch.minimum(a, c)] = 3
    found[at > torch.maximum(b, d)] = 4
    found[(at >= a) & (at <= b)] = 0
    found[(at >= c) & (at <= d)] = 1
    return found


def export(
    network: Network, out: Path, *, known: tuple[Tensor, Tensor], scale: float,
    platt: tuple[float, float],
) -> None:  # fmt: skip
    """Write the weights as `kg.record.pairs.network` reads them; large matrices as bytes."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    made: dict[str, np.ndarray] = {"place": state["place"], "gam": state["gam"]}
    for name in ("ctx word qkv ao f1 f2 cand subj obj qs qo k v c2 top h2 out any lx ly r1 r2"
                 " rb").split():  # fmt: skip
        made[f"{name}_w"] = state[f"{name}.weight"].T
        if f"{name}.bias" in state:
            made[f"{name}_b"] = state[f"{name}.bias"]
    for name in ("norm", "n1", "n2"):
        made[f"{name}_w"], made[f"{name}_b"] = state[f"{name}.weight"], state[f"{name}.bias"]
    for kind, tables in (("tabs", TABLES), ("ptabs", PAIR_TABLES)):
        for at, (name, _) in enumerate(tables):
            made[f"{name}_table"] = state[f"{kind}.{at}.weight"]
    made["known_w"], made["known_b"] = (part.detach().numpy() for part in known)
    made["scale"], made["platt"] = np.array([scale]), np.array(platt)
    stored: dict[str, np.ndarray] = {}
    for name, value in made.items():
        if value.ndim == 2 and value.size > LARGE:
            step = np.abs(value).max(axis=0) / 127 + 1e-12
            stored[name], stored[f"{name}!"] = (
                np.rint(value / step).astype(np.int8),
                step.astype(np.float32),
            )
        else:
            stored[name] = value.astype(np.float32 if value.size < LARGE // 4 else np.float16)
    np.savez_compressed(out, **stored)
