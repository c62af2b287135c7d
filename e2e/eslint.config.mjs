import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", 400],
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name=/^(waitForTimeout|getByTestId|only|skip|fixme)$/]",
          message: "Wait for a condition, speak the user's language, and run every test.",
        },
      ],
    },
  },
  {
    // Playwright asks for these by their default export.
    files: ["*.config.ts", "global-setup.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  {
    files: ["*.mjs"],
    rules: { "no-restricted-exports": "off" },
  },
);
