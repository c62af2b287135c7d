import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Where code may come from: app → features/<noun> → components → hooks → core. */
const UP = { group: ["../*"], message: "Import through @/, so that the layer is seen." };
const APP = { group: ["@/app/*"], message: "Nothing below app imports app." };
const FEATURES = {
  group: ["@/features/*"],
  message: "Features do not import features, and nothing below imports them.",
};
const COMPONENTS = { group: ["@/components/*"], message: "Hooks import no components." };
const CORE_ONLY = {
  group: ["react", "react-dom", "@tanstack/react-*", "node:*"],
  message: "Core knows no renderer.",
};
const EFFECTS = {
  name: "react",
  importNames: ["useEffect", "useLayoutEffect", "useInsertionEffect"],
  message: "Effects live in hooks/.",
};

const zone = (files, patterns, paths = [EFFECTS]) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns, paths }] },
});

/** The cache's keys and the network have one home. */
const SINGLE_SOURCE = {
  "no-restricted-globals": [
    "error",
    { name: "fetch", message: "The network is reached in core/src/api only." },
    { name: "XMLHttpRequest", message: "The network is reached in core/src/api only." },
  ],
  "no-restricted-syntax": [
    "error",
    {
      selector: "Property > Identifier.key[name='queryKey']",
      message: "Query keys live in core/src/api/queries.ts.",
    },
    {
      selector: "MemberExpression[property.name='fetch']",
      message: "The network is reached in core/src/api only.",
    },
  ],
};

export default tseslint.config(
  { ignores: ["**/dist/**", "**/*.gen.ts", "**/node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      ...SINGLE_SOURCE,
    },
  },
  {
    files: ["web/src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: { ...reactHooks.configs["recommended-latest"].rules },
  },
  {
    // Markup is tall without being long.
    files: ["**/*.tsx"],
    rules: { "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  zone(["web/src/app/**"], [UP]),
  zone(["web/src/features/**"], [UP, APP, FEATURES]),
  zone(["web/src/components/**"], [UP, APP, FEATURES]),
  zone(["web/src/hooks/**"], [UP, APP, FEATURES, COMPONENTS], []),
  zone(["core/src/**"], [CORE_ONLY], []),
  {
    files: ["core/src/api/**"],
    rules: { "no-restricted-globals": "off", "no-restricted-syntax": "off" },
  },
  {
    files: ["**/tests/**/*.{ts,tsx}"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    files: ["**/*.config.{ts,mjs}", "web/scripts/**", "web/public/**"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        document: "readonly",
        localStorage: "readonly",
        matchMedia: "readonly",
      },
    },
    rules: { "no-restricted-exports": "off" },
  },
);
