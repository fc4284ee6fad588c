"""The page's scripts as modules: put into one scope in the order of their imports, or refused."""

from __future__ import annotations

import re
from importlib import resources

import page_build
import pytest

from kg.errors import ExportError
from kg.export.html import Page, generate_page
from kg.export.html.scripts import joined

SOURCES = {
    "main": 'import {\n  start,\n} from "./page.js";\nimport "./more.js";\n\nawait start();\n',
    "page": (
        '// Page.\n\nimport { twice } from "./low.js";\n\n'
        "export async function start() {\n  return twice(state);\n}\n\nlet state = 1;\n"
    ),
    "more": 'import { twice } from "./low.js";\n\nexport const four = twice(2);\n',
    "low": "export class Low {}\nexport function twice(number) {\n  return number * 2;\n}\n",
}


def _joined(**changed: str) -> str:
    return joined("main", {**SOURCES, **changed}.__getitem__)


def test_modules_stand_behind_what_they_import_without_import_and_export() -> None:
    assert _joined() == (
        "class Low {}\nfunction twice(number) {\n  return number * 2;\n}\n\n"
        "// Page.\n\nasync function start() {\n  return twice(state);\n}\n\nlet state = 1;\n\n"
        "const four = twice(2);\n\n"
        "await start();\n"
    )


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("more", "const twice = 1;\n", "both declare twice"),
        ("more", "async function start() {}\n", "both declare start"),
        ("more", 'import { thrice } from "./low.js";\n', "low.js exports no thrice"),
        ("page", "function start() {}\n", "page.js exports no start"),
        ("low", 'import { four } from "./more.js";\n', "ring: low.js -> more.js -> low.js"),
        ("more", 'import { twice as two } from "./low.js";\n', "twice as two"),
        ("more", 'import * as low from "./low.js";\n', "import * as low"),
        ("more", 'import low from "./low.js";\n', "import low"),
        ("more", 'import { twice } from "elsewhere";\n', "elsewhere"),
        ("more", 'const low = await import("./low.js");\n', "import("),
        ("more", "const here = import.meta.url;\n", "import."),
        ("more", "export default 1;\n", "export default"),
        ("more", "const one = 1;\nexport { one };\n", "export { one }"),
        ("more", 'export { twice } from "./low.js";\n', "export { twice }"),
        ("more", "const { one } = { one: 1 };\n", "const { one }"),
        ("more", "let one, two;\n", "let one, two"),
        ("more", "var one = 1;\n", "var one"),
    ],
)
def test_what_cannot_share_a_scope_is_refused_by_name(name: str, source: str, message: str) -> None:
    with pytest.raises(ExportError, match=re.escape(message)):
        _joined(**{name: source})


def test_the_pages_hold_their_modules_and_no_import_statement() -> None:
    folder = resources.files("kg.export.html")
    scripts = {file.name[:-3] for file in folder.iterdir() if file.name.endswith(".js")}
    assert {"main", "served", "page", "desk", "orders", "dialogs"} <= scripts
    desk = dict.fromkeys(("types", "notes", "rejected", "unmatched"), ()) | {"version": "1"}
    plain = generate_page(page_build.story())
    served = Page().html(page_build.story(), desk)
    for html in (plain, served):
        script = html.rpartition('<script type="module">')[2]
        assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
        assert "\nawait startPage();\n" in script
    for name in ("startDesk", "openMerge", "order"):
        assert f"function {name}(" in served and f"function {name}(" not in plain
    assert served.index("\nstartDesk();") < served.index("\nawait startPage();")
