"""Names and titles that are one thing by their looks, found before a sentence is parsed.

"She wrote *Never Let Me Go*" says that she wrote something, and denies nothing. So the words of a
title, of a case ("Roe v. Wade") or of a product ("Boeing 747-8") are one atom to the parser.

Precision comes first: a false atom destroys a clause, a missed one leaves things as they were.
Titles are written with capitals, all but the short words between. That is evidence enough within
quotes or italics; words that stand bare need more, such as a noun or a verb that a title goes
with, or that they are a title elsewhere in the document. Words that are not capitalised like a
title are one only right behind such a noun, in quotes. Runs of plain names are left alone.
"""

from kg.parse.reading.atoms.find import find_atoms, titles_of
from kg.parse.reading.atoms.text import Atom

__all__ = ["Atom", "find_atoms", "titles_of"]
