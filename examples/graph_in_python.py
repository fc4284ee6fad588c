"""Build a graph in Python and ask networkx about it: `python examples/graph_in_python.py`."""

from pathlib import Path

from kg.build import build

ARTICLE = Path(__file__).parent / "abe-pompeo.txt"


def main() -> None:
    result = build([ARTICLE])
    graph = result.graph
    label = dict(graph.nodes(data="label"))

    top = sorted(graph, key=lambda node: -graph.nodes[node]["importance"])[:5]
    print("most important:", ", ".join(label[node] for node in top))

    for subject, object_, fact in graph.edges(data=True):
        if fact["label"] == "meet":
            print(f"{label[subject]} met {label[object_]} ({fact['status']})")

    denied = [claim for claim in result.claims if claim.polarity == "negative"]
    for claim in sorted(denied, key=lambda c: c.sentence.start):
        span = claim.sentence
        assert result.documents[0].text[span.start : span.end] == span.text
        kept = f" (kept back: {claim.hidden_because})" if claim.hidden_because else ""
        print(f"denied: {claim.subject.label} | {claim.predicate.lemma}{kept}")


if __name__ == "__main__":
    main()
