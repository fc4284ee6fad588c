"""What kg knows of English, in tables."""
