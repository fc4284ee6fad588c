"""kg: text in, a knowledge graph with proof out."""
