import { ask as write, expectText } from "../filters";
import { expect, test } from "../fixtures";
import type { ExperimentDetail, ExperimentPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const ODD = "/experiments?q=class:samples.classes.Odd&sort=created";
const MARKUP = "<img src=x onerror=";

/** Nothing that was text became part of the page. */
async function expectHarmless(page: Page): Promise<void> {
  await expect(page.locator("img, body script:not([type=module]), main b, [onerror]")).toHaveCount(0);
  await expect(page).not.toHaveTitle(/taken over/);
}

test("odd names and values are text in the table", async ({ page }) => {
  await page.goto(ODD);
  const table = page.getByRole("grid");
  await expect(table.getByText(MARKUP).first()).toBeVisible();
  await expect(table.getByText("Größe ✓ 模型").first()).toBeVisible();
  await expect(table.getByText("'; DROP TABLE experiments; --").first()).toBeVisible();
  await expect(table.getByText("the-longest-name-of-all-").first()).toBeVisible();
  await expectHarmless(page);
});

test("odd names and values are text on the page of each experiment", async ({ page, ask }) => {
  await page.goto(ODD);
  const { items } = await ask<ExperimentPage>("/api/experiments?q=class:samples.classes.Odd");
  expect(items.length).toBe(8);
  for (const { digest } of items) {
    await page.goto(`/experiments/${digest}?tab=config`);
    await expect(page.getByRole("heading", { level: 1, name: /^Odd / })).toBeVisible();
    const { config } = await ask<ExperimentDetail>(`/api/experiments/${digest}`);
    const line = page.getByRole("tree", { name: "Config" }).getByRole("treeitem", { name: /^text / });
    expect(await line.textContent()).toBe(`text${JSON.stringify(config?.node.fields["text"])}`);
    await expectHarmless(page);
  }
});

test("an odd error message is text at home and in its traceback", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("region", { name: "Latest failures" }).getByRole("link", { name: /^Odd / }).click();
  await expect(page.getByRole("region", { name: "Traceback" })).toContainText(MARKUP);
  await expectHarmless(page);
});

test("odd text can be searched for, and survives the address bar", async ({ page }) => {
  await page.goto("/experiments");
  for (const [text, matches] of [
    [`config.text~"<img src=x"`, "2 matches"],
    [`config.text~"'; DROP TABLE"`, "1 match"],
    [`config.text~"模型" config.text~🧪`, "1 match"],
    [`"100%&a=b+c#d"`, "0 matches"],
  ] as const) {
    await write(page, text);
    await expect(page).toHaveURL(({ searchParams }) => searchParams.get("q") === text);
    await expect(page.getByText(matches, { exact: true })).toBeVisible();
    await page.reload();
    await expectText(page, text);
    await expect(page.getByText(matches, { exact: true })).toBeVisible();
  }
});

test("a class whose name is not English has a page, a place in the graph and a filter", async ({ page }) => {
  await page.goto("/graph");
  await page.getByRole("link", { name: "Open 1 Größe experiments" }).click();
  await expect(page.getByText("1 match", { exact: true })).toBeVisible();
  await page.getByRole("grid").getByRole("link", { name: "Größe" }).click();
  await page.getByRole("link", { name: "Config", exact: true }).click();
  await expect(page.getByRole("treeitem", { name: "länge 1.5" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: /^Größe/ })).toBeVisible();
});
