"""One Document to its Record: mentions, who is who, claims and how sure they are."""
