"""A folder that kg writes: what in it is kg's, known by more than a file name."""
