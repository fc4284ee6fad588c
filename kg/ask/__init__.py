"""What people want to know of a finished graph: questions with a name, and a brief with proof.

from kg.ask import ask
for answer in ask(Path("output"), "who-met-whom", ["Mara Lindt"]).facts:
    print(answer.cells, answer.status, answer.quote, answer.document)
"""

from kg.ask.named import Answer, Answers, ask
from kg.ask.table import Question, questions

__all__ = ["Answer", "Answers", "Question", "ask", "questions"]
