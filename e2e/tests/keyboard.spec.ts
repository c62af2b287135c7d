import { expectEditor, expectText, filterText } from "../filters";
import { expect, test } from "../fixtures";
import type { Page } from "@playwright/test";

const rows = (page: Page) => page.getByRole("grid").getByRole("row");
/** The row that the keys have chosen. */
const chosen = (page: Page) => page.locator("[role=row][aria-current=true]");
const place = async (page: Page) => Number(await chosen(page).getAttribute("aria-rowindex"));

test("j and k move through the table, enter opens, and back returns to the same view", async ({ page }) => {
  await page.goto("/experiments?q=class:samples.classes.Point&sort=created");
  await expect(rows(page).nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await expect.poll(() => place(page)).toBe(2);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect.poll(() => place(page)).toBe(4);
  await page.keyboard.press("k");
  await expect.poll(() => place(page)).toBe(3);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => place(page)).toBe(4);

  const digest = await chosen(page)
    .getByText(/^[0-9a-f]{8}$/)
    .textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Point${digest ?? ""}`);
  await page.goBack();
  await expect(page).toHaveURL("/experiments?q=class:samples.classes.Point&sort=created");
});

test("the table follows the chosen row out of view", async ({ page }) => {
  await page.goto("/experiments");
  await expect(rows(page).nth(1)).toBeVisible();
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press("j");
  }
  await expect.poll(() => place(page)).toBe(21);
  await expect(chosen(page)).toBeInViewport({ ratio: 1 });
});

test("slash goes to the filter, enter asks, escape leaves it as it was", async ({ page }) => {
  await page.goto("/experiments");
  await expectEditor(page);
  await page.keyboard.press("/");
  await expect(filterText(page)).toBeFocused();
  await page.keyboard.type("jkg?");
  await expectText(page, "jkg?");
  await page.keyboard.press("Enter");
  await expect(filterText(page)).not.toBeFocused();
  await expect(page).toHaveURL("/experiments?q=jkg%3F");

  await page.keyboard.press("/");
  await page.keyboard.type(" and more");
  await page.keyboard.press("Escape");
  await expect(filterText(page)).not.toBeFocused();
  await expectText(page, "jkg?");
  await expect(page).toHaveURL("/experiments?q=jkg%3F");
  await page.keyboard.press("Shift+X");
  await expect(page).toHaveURL("/experiments");
});

test("question mark lists the keys, escape closes the list", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle("Home · furu");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  for (const label of [
    "Next row",
    "Open the row",
    "Filter by text",
    "Go to Graph",
    "Pause or resume live updates",
  ]) {
    await expect(keys.getByText(label)).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
});

test("g and a letter go from page to page", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle("Home · furu");
  await page.keyboard.type("ge");
  await expect(page).toHaveTitle("Experiments · furu");
  await page.keyboard.type("gg");
  await expect(page).toHaveTitle("Graph · furu");
  await page.keyboard.type("gh");
  await expect(page).toHaveTitle("Home · furu");
});

test("the palette finds a page, a class and an experiment", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle("Home · furu");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and jump" });
  await palette.getByRole("combobox").fill("graph");
  await palette.getByRole("option", { name: /^Graph/ }).click();
  await expect(page).toHaveTitle("Graph · furu");

  await page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("neural");
  await palette.getByRole("option", { name: /TrainMlp/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^TrainMlp/ })).toBeVisible();

  await page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("Ensemble");
  await palette.getByRole("option", { name: /digits\.report/ }).click();
  await expect(page).toHaveURL("/experiments?q=class:digits.report.Ensemble");
});

test("p pauses and resumes", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("status").getByText("Live")).toBeVisible();
  await page.keyboard.press("p");
  await expect(page.getByRole("status").getByText("Paused")).toBeVisible();
  await page.keyboard.press("p");
  await expect(page.getByRole("status").getByText("Live")).toBeVisible();
});

/** Whether what has the focus can be told from what has not: by an outline, or by a chosen row. */
const focusShows = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) {
      return true;
    }
    // The ring of a field stands around the whole of it.
    const around = [element, element.closest("[data-focus-ring]")].filter((one) => one !== null);
    const shown = around.map((one) => getComputedStyle(one));
    const seen = shown.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
    );
    return seen || element.outerHTML.slice(0, 200);
  });

for (const path of [
  "/",
  "/experiments?q=class:digits.report.Report",
  "/graph?select=digits.evaluate.Evaluate",
  "/graph?view=table",
]) {
  test(`the focus can be seen wherever tab leads on ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press("Tab");
      expect(await focusShows(page)).toBe(true);
    }
  });
}
