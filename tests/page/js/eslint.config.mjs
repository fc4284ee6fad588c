// Linting of the page's scripts, and of what tests them.
import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  "consistent-return": "off",
  eqeqeq: "error",
  "import-x/export": "error",
  "import-x/named": "error",
  "import-x/no-cycle": "error",
  "import-x/no-duplicates": "error",
  "import-x/no-self-import": "error",
  "import-x/no-unresolved": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-self-compare": "error",
  "no-shadow": "off",
  "no-template-curly-in-string": "error",
  "no-unmodified-loop-condition": "error",
  "no-unused-expressions": [
    "error",
    { allowShortCircuit: true, allowTernary: true, allowTaggedTemplates: true },
  ],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
  "no-use-before-define": "off",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "no-control-regex": "off",
};

const linted = (files, known) => ({
  files,
  languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: known },
  plugins: { "import-x": importX },
  settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".js", ".mjs"] })] },
  rules,
});

export default [
  // Some names of a browser's window are words of the page, too: without an import they are an oversight.
  linted(
    ["kg/export/html/*.js"],
    without(globals.browser, "name", "screen", "open", "close", "find", "stop", "top", "status"),
  ),
  linted(["tests/page/js/*.mjs"], { ...globals.node, ...globals.browser }),
];

function without(names, ...left) {
  return {
    ...Object.fromEntries(Object.entries(names).filter(([name]) => !left.includes(name))),
    vis: "readonly",
  };
}
