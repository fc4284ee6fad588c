"""A build for frameworks of retrieval, as their own objects: `langchain`, `llamaindex`.

Each module imports its framework when it is used; the extras of the same names bring them.
"""
