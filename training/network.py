"""One encoder, many heads: the reading model in PyTorch.

MiniLM (Wang et al., NeurIPS 2020) reads the word pieces of several sentences at once; each word is
its first piece. Arcs and relations are scored as by Dozat and Manning (ICLR 2017), extents of
mentions by the same means; everything else is one linear layer.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.parse.reading.encode import SHAPES
from training.inputs import Labels

ARC, RELATION, SPAN = 256, 72, 48


class Network(nn.Module):
    """Scores of everything, for windows of word pieces."""

    def __init__(self, encoder: Any, labels: Labels, dropout: float = 0.25) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.shapes = nn.Embedding(2 * len(SHAPES), width)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.drop = nn.Dropout(dropout)
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.arc_dependent, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        nn.init.xavier_uniform_(self.arc)
        self.relation_dependent = nn.Linear(width, RELATION)
        self.relation_head = nn.Linear(width, RELATION)
        self.relation = nn.Parameter(
            torch.randn(len(labels.relations), RELATION + 1, RELATION + 1) * 0.05
        )
        self.span_head = nn.Linear(width, 2 * SPAN)
        self.span_edge = nn.Linear(width, 2 * SPAN)
        self.upos = nn.Linear(width, len(labels.upos))
        self.tag = nn.Linear(width, len(labels.tags))
        self.lemma = nn.Linear(width, len(labels.lemmas))
        self.name = nn.Linear(width, len(labels.names))
        self.mention = nn.Linear(width, len(labels.mentions))
        self.begins = nn.Linear(width, 2)

    def words(self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Vectors of the words: windows x words x width."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shapes(shapes)
        out = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return out.gather(1, first.unsqueeze(-1).expand(-1, -1, out.size(-1)))

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor
    ) -> dict[str, Tensor]:
        """Scores by name; `arc`, `start`, `end` are words x words (`arc`: the root in front)."""
        words = self.words(pieces, shapes, mask, first)
        return {"words": words} | self.score(self.drop(words))

    def score(self, words: Tensor) -> dict[str, Tensor]:
        rooted = torch.cat([self.root.expand(words.size(0), 1, -1), words], 1)
        heads = self.drop(F.gelu(self.arc_head(rooted)))
        dependents = one(self.drop(F.gelu(self.arc_dependent(words))))
        mention, edge = F.gelu(self.span_head(words)), F.gelu(self.span_edge(words))
        return {
            "arc": dependents @ self.arc @ heads.transpose(1, 2),
            "relation_head": self.drop(F.gelu(self.relation_head(rooted))),
            "relation_dependent": self.drop(F.gelu(self.relation_dependent(words))),
            "start": mention[..., :SPAN] @ edge[..., :SPAN].transpose(1, 2),
            "end": mention[..., SPAN:] @ edge[..., SPAN:].transpose(1, 2),
            "upos": self.upos(words),
            "tag": self.tag(words),
            "lemma": self.lemma(words),
            "name": self.name(words),
            "mention": self.mention(words),
            "begins": self.begins(words),
        }

    def relations(self, found: dict[str, Tensor], heads: Tensor) -> Tensor:
        """Scores of the relations of words to given heads (0: the root)."""
        above = found["relation_head"]
        above = above.gather(1, heads.unsqueeze(-1).expand(-1, -1, above.size(-1)))
        return torch.einsum(
            "bnx,rxy,bny->bnr", one(found["relation_dependent"]), self.relation, one(above)
        )


def one(x: Tensor) -> Tensor:
    """With a column of ones."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
