import AxeBuilder from "@axe-core/playwright";
import { ask as write, expectEditor, expectText, filterBar, filterText, tokens } from "../filters";
import { expect, test as base } from "../fixtures";
import { openStage, python } from "../stage";
import { enter } from "../world";
import type { Entrance } from "../world";
import type { Stage } from "../stage";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Locator, Page } from "@playwright/test";

/** Ten thousand experiments on a server of their own, made once for all tests of this file. */
const test = base.extend<object, { readonly large: Stage & Entrance }>({
  large: [
    async ({}, use) => {
      const stage = await openStage("large");
      try {
        await use({ ...stage, ...(await enter(stage)) });
      } finally {
        await stage.close();
      }
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: ({ large }, use) => use(large.origin),
  storageState: ({ large }, use) => use(large.session),
});
test.describe.configure({ mode: "serial" });

const TOTAL = 10_000;
const table = (page: Page) => page.getByRole("grid", { name: "Experiments" });
const matches = (total: number) => (total === 1 ? "1 match" : `${total.toLocaleString("en")} matches`);
const views = (page: Page) => page.getByRole("dialog", { name: "Views" });

async function everything(page: Page): Promise<void> {
  await page.goto("/experiments");
  await expect(page.getByText(`${TOTAL.toLocaleString("en")} experiments`).first()).toBeVisible();
}

/** Press the key that turns the filter bar, until it shows its tokens or its text. */
async function turn(page: Page, to: "text" | "tokens"): Promise<void> {
  await page.getByRole("button", { name: `Show as ${to}` }).click();
}

/** Choose a field in the dialog that adds a condition. */
async function addField(page: Page, field: string): Promise<Locator> {
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Add a condition" });
  await dialog.getByRole("combobox").fill(field);
  await dialog.getByRole("option", { name: new RegExp(`^(config\\.)?${field} `) }).click();
  return dialog;
}

const askedFor = (page: Page) => new URL(page.url()).searchParams.get("q") ?? "";

test("a question is built of tokens, edited as text, kept as a view, sorted, grouped, tagged and found again", async ({
  page,
  browser,
  large,
  ask,
}) => {
  const count = (q: string) =>
    ask<ExperimentPage>(`/api/experiments?limit=1&q=${encodeURIComponent(q)}`).then(({ total }) => total);
  await everything(page);

  // By tokens: few values are a list, a number is written.
  await turn(page, "tokens");
  const classes = await addField(page, "class");
  await classes.getByRole("option", { name: /^Transformer/ }).click();
  await expect(tokens(page)).toHaveText(["class is Transformer"]);
  await page.keyboard.press("Escape");
  const numbers = await addField(page, "batch_size");
  await numbers.getByRole("combobox", { name: "How it is asked" }).selectOption({ label: "is at least" });
  await numbers.getByRole("textbox", { name: "Value" }).fill("32");
  await page.keyboard.press("Enter");
  await expect(tokens(page)).toHaveCount(2);
  await expect(page.getByText(matches(await count(askedFor(page))), { exact: true })).toBeVisible();

  // In place.
  await page.getByRole("button", { name: /batch_size ≥ 32, edit$/ }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("64");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /batch_size ≥ 64, edit$/ })).toBeVisible();

  // As text; going back undoes it.
  await turn(page, "text");
  await expectEditor(page);
  const before = askedFor(page);
  await write(page, `${before} state!=running`);
  await expect(page).toHaveURL(({ searchParams }) => searchParams.get("q") === `${before} state!=running`);
  const total = await count(`${before} state!=running`);
  await expect(page.getByText(matches(total), { exact: true })).toBeVisible();
  await page.goBack();
  await expectText(page, before);
  await page.goForward();
  await expectText(page, `${before} state!=running`);

  // Kept, and there in another browser.
  await page.keyboard.press("v");
  await views(page).getByRole("textbox", { name: "Name of the new view" }).fill("Large batches");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "View Large batches", exact: true })).toBeVisible();
  const other = await browser.newContext({ baseURL: large.origin, storageState: large.session });
  const elsewhere = await other.newPage();
  await elsewhere.goto(page.url());
  await expectText(elsewhere, `${before} state!=running`);
  await expect(elsewhere.getByText(matches(total), { exact: true })).toBeVisible();
  await expect(elsewhere.getByRole("button", { name: "View Large batches", exact: true })).toBeVisible();
  await other.close();

  // Sorted by a result.
  await page.keyboard.press("c");
  const picker = page.getByRole("dialog", { name: "Columns" });
  await picker.getByRole("combobox").fill("accuracy");
  await picker.getByRole("option", { name: /^(result\.)?accuracy/ }).click();
  await page.keyboard.press("Escape");
  const accuracy = table(page).getByRole("columnheader", { name: /accuracy/ });
  await accuracy.getByRole("button").first().click();
  await expect(accuracy).toHaveAttribute("aria-sort", /ascending|descending/);
  const sort = new URL(page.url()).searchParams.get("sort") ?? "";
  expect(sort).toMatch(/accuracy$/);
  const { items } = await ask<ExperimentPage>(
    `/api/experiments?limit=3&sort=${sort}&q=${encodeURIComponent(askedFor(page))}`,
  );
  await expect(table(page).getByText(items[0]?.digest.slice(0, 8) ?? "", { exact: true })).toBeVisible();

  // All of them, in groups, get a tag.
  await page.keyboard.press("b");
  await page.getByRole("dialog", { name: "Group" }).getByRole("combobox").fill("backend");
  await page.getByRole("option", { name: /^Backend/ }).click();
  await expect(page).toHaveURL(/group=backend/);
  await page.keyboard.press("Shift+A");
  const bar = page.getByRole("toolbar", { name: "Selected experiments" });
  await expect(bar.getByText(`all ${total.toLocaleString("en")} matching selected`)).toBeVisible();
  await bar.getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("large-batch");
  await page.getByRole("option", { name: "New tag large-batch" }).click();
  await expect(page.getByRole("status", { name: "Done" })).toContainText("large-batch");
  await page.keyboard.press("Escape");
  await write(page, "tag:large-batch");
  await expect(page.getByText(matches(total), { exact: true })).toBeVisible();

  const listed = await python(
    large,
    `import subprocess, sys
command = [sys.executable, "-m", "furu.cli", "ls", "tag:large-batch", "--limit", "10000", "--columns", "state"]
print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)`,
  );
  const digests = new Set(listed.match(/\b[0-9a-f]{8,}\b/g));
  expect(digests.size).toBe(total);
});

test("a query is written with the keys alone, from what is suggested", async ({ page }) => {
  await everything(page);
  await expectEditor(page);
  const suggested = page.getByRole("listbox").getByRole("option");
  await page.keyboard.press("/");
  await page.keyboard.type("stat");
  await expect(suggested.first()).toContainText("state");
  await page.keyboard.press("Tab");
  await page.keyboard.type(":");
  await expect(suggested.filter({ hasText: "failed" })).toBeVisible();
  await page.keyboard.type("fail");
  await expect(suggested).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expectText(page, /^state:failed ?$/);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page).toHaveURL("/experiments?q=state:failed");
  await expect(filterText(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(filterText(page)).not.toBeFocused();
  await page.keyboard.press("j");
  await expect(page.locator("[role=row][aria-current=true]")).toHaveCount(1);
});

test("tokens are turned round, taken away and go on as text", async ({ page }) => {
  await page.goto("/experiments?q=class:Transformer+user:ada+(state:failed+or+state:crashed)");
  await turn(page, "tokens");
  await expect(tokens(page)).toHaveCount(3);
  await page.getByRole("button", { name: "user is ada, edit" }).click();
  await page.getByRole("button", { name: "Exclude" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "user ≠ ada, edit" })).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(page).toHaveURL(
    ({ searchParams }) => searchParams.get("q") === "class:Transformer (state:failed or state:crashed)",
  );
  await page.getByRole("button", { name: /^\(state:failed or state:crashed\), edit$/ }).click();
  await expect(filterText(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(tokens(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Remove class is Transformer" }).click();
  await expect(tokens(page)).toHaveCount(1);
  await page.reload();
  await expect(tokens(page)).toHaveCount(1);
});

test("a view is changed, brought back, renamed and deleted in a second step", async ({ page }) => {
  await page.goto("/experiments?q=state:failed");
  await expectEditor(page);
  const keys = page.keyboard;
  await keys.press("v");
  await views(page).getByRole("textbox", { name: "Name of the new view" }).fill("Failures");
  await keys.press("Enter");
  await expect(page.getByRole("button", { name: "View Failures", exact: true })).toBeVisible();
  await write(page, "state:crashed");
  await page.getByRole("button", { name: "View Failures, modified" }).click();
  await views(page).getByRole("button", { name: "Reset" }).click();
  await expectText(page, "state:failed");

  await write(page, "state:crashed");
  await page.getByRole("button", { name: "View Failures, modified" }).click();
  await views(page).getByRole("button", { name: "Update" }).click();
  await views(page).getByRole("button", { name: "Rename Failures" }).click();
  await views(page).getByRole("textbox", { name: "New name of Failures" }).fill("Crashes");
  await keys.press("Enter");
  await expect(page.getByRole("button", { name: "View Crashes", exact: true })).toBeVisible();
  await expect(
    views(page).getByRole("region", { name: "Recent queries" }).getByRole("button", { name: "state:failed" }),
  ).toBeVisible();
  await views(page).getByRole("button", { name: "Delete Crashes" }).click();
  await expect(views(page).getByText("Delete “Crashes” for everybody?")).toBeVisible();
  await views(page).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(views(page).getByText("Crashes")).toHaveCount(0);
});

test("where nothing matches, the condition that excludes everything can be dropped", async ({ page }) => {
  await page.goto("/experiments?q=state:failed+class:Transformer+attempts%3E90");
  const dropped = page.getByRole("list", { name: "Conditions that can be dropped" }).getByRole("listitem");
  await expect(dropped).toHaveCount(1);
  await expect(dropped).toContainText("attempts>90");
  await dropped.getByRole("button", { name: "Drop it" }).click();
  await expect(page).toHaveURL("/experiments?q=state:failed+class:Transformer");
  await expect(table(page).getByRole("row").nth(1)).toBeVisible();
});

test("nobody is left out of the filter bar", async ({ page }) => {
  await page.goto("/experiments?q=class:Transformer+state:failed");
  await expectEditor(page);
  const calm = async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.classList.contains("dark")))
        .toBe(colorScheme === "dark");
      const axe = new AxeBuilder({ page }).setLegacyMode().disableRules(["region"]);
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    }
  };
  await page.keyboard.press("/");
  await page.keyboard.type(" sta");
  await expect(page.getByRole("listbox")).toBeVisible();
  await calm();
  await page.goto("/experiments?q=class:Transformer+state:failed");
  await turn(page, "tokens");
  await page.getByRole("button", { name: "state is failed, edit" }).click();
  await expect(page.getByRole("option", { name: /^failed/ })).toBeVisible();
  await calm();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("a");
  await expect(page.getByRole("option").first()).toBeVisible();
  await calm();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await filterBar(page).getByRole("button", { name: "Class", exact: true }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: /^Transformer/ })).toBeChecked();
  await page.keyboard.press("Escape");
  // A menu gives the focus back a moment after it is gone; what opens before would lose it, and close.
  await expect(filterBar(page).getByRole("button", { name: "Class", exact: true })).toBeFocused();
  await page.keyboard.press("v");
  await expect(views(page).getByRole("textbox")).toBeVisible();
  await calm();
});
