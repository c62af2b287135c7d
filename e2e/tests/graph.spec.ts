import { expect, test } from "../fixtures";
import type { ClassGraph } from "@furu/core/api/schema.gen";
import type { Locator, Page } from "@playwright/test";

const box = (page: Page, name: string) =>
  page.getByRole("button", { name: `Highlight ${name}`, exact: true });
const about = (page: Page, name: string) => page.getByRole("complementary", { name: `About ${name}` });

/** How much of an element shows through everything it lies in: 1 for what is lit, less for what steps back. */
const light = (locator: Locator) =>
  locator.evaluate((element) => {
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      opacity *= Number(getComputedStyle(at).opacity);
    }
    return opacity;
  });

async function expectLit(page: Page, names: readonly string[], dimmed: readonly string[]): Promise<void> {
  for (const name of names) {
    await expect.poll(() => light(box(page, name)), name).toBe(1);
  }
  for (const name of dimmed) {
    await expect.poll(() => light(box(page, name)), name).toBeLessThan(0.5);
  }
}

test("the graph draws every class", async ({ page, ask }) => {
  await page.goto("/graph");
  await expect(page).toHaveTitle("Graph · furu");
  const { nodes } = await ask<ClassGraph>("/api/graph/classes");
  await expect(page.getByText(`${String(nodes.length)} classes`)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Highlight / })).toHaveCount(nodes.length);
  for (const { class_name } of nodes) {
    await expect(box(page, class_name)).toBeInViewport();
  }
});

test("a click lights up everything a class needs and everything that needs it", async ({ page }) => {
  await page.goto("/graph");
  await expectLit(page, ["TrainMlp", "TrainLogistic", "Point"], []);
  await box(page, "TrainMlp").click();
  await expect(box(page, "TrainMlp")).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL("/graph?select=digits.train.TrainMlp");
  await expectLit(
    page,
    ["Digits", "Split", "PcaFeatures", "TrainMlp", "Evaluate", "Ensemble", "Report"],
    ["TrainLogistic", "Point", "Level"],
  );
  await expect(about(page, "TrainMlp").getByText("3 upstream · 3 downstream")).toBeVisible();

  await about(page, "TrainMlp")
    .getByRole("region", { name: "Uses" })
    .getByRole("button", { name: /^PcaFeatures/ })
    .click();
  await expect(about(page, "PcaFeatures")).toBeVisible();
  await page.reload();
  await expect(about(page, "PcaFeatures")).toBeVisible();
  await about(page, "PcaFeatures").getByRole("button", { name: "Close" }).click();
  await expectLit(page, ["TrainLogistic", "Point"], []);
});

test("the button of a class opens its experiments", async ({ page }) => {
  await page.goto("/graph");
  await page.getByRole("link", { name: "Open 4 Evaluate experiments" }).click();
  await expect(page).toHaveURL("/experiments?q=class:digits.evaluate.Evaluate");
  await expect(page.getByText("4 matches", { exact: true })).toBeVisible();
});

test("the counts of a selected class lead to those experiments", async ({ page }) => {
  await page.goto("/graph?select=digits.evaluate.Evaluate");
  await page
    .getByRole("list", { name: "States of Evaluate" })
    .getByRole("link", { name: "Failed 1" })
    .click();
  await expect(page).toHaveURL("/experiments?q=class:digits.evaluate.Evaluate+state:failed");
  await expect(page.getByText("1 match", { exact: true })).toBeVisible();
});

test("finding a class dims the others", async ({ page }) => {
  await page.goto("/graph");
  await page.getByRole("searchbox", { name: "Find a class" }).fill("forest of names that is not there");
  await expectLit(page, [], ["Report"]);
  await page.getByRole("searchbox", { name: "Find a class" }).fill("ensemble");
  await expectLit(page, ["Ensemble"], ["Report", "Point"]);
});

test("the same graph is a table", async ({ page, ask }) => {
  await page.goto("/graph");
  const { nodes } = await ask<ClassGraph>("/api/graph/classes");
  await page.getByRole("radio", { name: "Table" }).click();
  const table = page.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(nodes.length + 1);
  const row = table.getByRole("row").filter({ has: page.getByRole("link", { name: "Report", exact: true }) });
  await expect(row.getByRole("cell", { name: "Evaluate, Ensemble" })).toBeVisible();
  await page.reload();
  await expect(table).toBeVisible();
});
