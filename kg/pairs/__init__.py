"""Which mentions of a sentence may stand in a relation, as vectors that know no ontology yet.

    references, times, numbers → candidates → pairs → one short vector per pair (kept in the record)

`kg.relate.score` asks the vectors about the relations of an ontology.
"""
