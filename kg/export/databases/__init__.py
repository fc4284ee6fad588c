"""One file per database that imports property graphs from files."""
