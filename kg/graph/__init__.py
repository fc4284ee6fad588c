"""Entities and facts as a networkx graph, and what can be read off it."""
