"""A Document to Sentences: blocks, words and their heads. No spaCy object leaves this room."""
