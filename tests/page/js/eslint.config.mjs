// Linting of the page's scripts. They are one module without imports, put together by
// kg/export/html/__init__.py: what one file declares at its top, the others may use.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import js from "@eslint/js";
import globals from "globals";

const folder = join(import.meta.dirname, "../../../kg/export/html");
const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
const source = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf-8")]));
const declared = (text) => [...text.matchAll(/^(?:async )?(?:function\*? |const |let |class )(\w+)/gm)].map((found) => found[1]);

const rules = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  "consistent-return": "off",
  eqeqeq: "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-self-compare": "error",
  "no-shadow": "off",
  "no-template-curly-in-string": "error",
  "no-unmodified-loop-condition": "error",
  "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true, allowTaggedTemplates: true }],
  "no-use-before-define": "off",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "no-control-regex": "off",
};

const page = files.map((file) => {
  const elsewhere = files.filter((one) => one !== file).flatMap((one) => declared(source[one]));
  return {
    files: [`kg/export/html/${file}`],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "module",
      globals: { ...globals.browser, vis: "readonly", ...Object.fromEntries(elsewhere.map((name) => [name, "writable"])) },
    },
    rules: {
      ...rules,
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { varsIgnorePattern: usedElsewhere(file), argsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  };
});

/** Names of one file that another one uses; any other unused name is a fault. */
function usedElsewhere(file) {
  const others = files.filter((one) => one !== file).map((one) => source[one]).join("\n");
  const names = declared(source[file]).filter((name) => new RegExp(`\\b${name}\\b`).test(others));
  return `^(?:${names.join("|")})$`;
}

export default [
  ...page,
  {
    files: ["tests/page/js/*.mjs"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    rules,
  },
];
