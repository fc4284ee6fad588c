"""How the reading model of `kg.parse` is made: `make train`."""
