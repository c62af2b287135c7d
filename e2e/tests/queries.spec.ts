import AxeBuilder from "@axe-core/playwright";
import { QUERY_EXAMPLES } from "@furu/core/query/examples";
import { ask as write, expectText, filterBar, filterText as filter } from "../filters";
import { expect, test } from "../fixtures";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const table = (page: Page) => page.getByRole("grid", { name: "Experiments" });
const problem = (page: Page) => page.getByRole("status", { name: "Query" });
const matches = (total: number) => (total === 1 ? "1 match" : `${String(total)} matches`);

async function expectMatches(page: Page, total: number): Promise<void> {
  await expect(page.getByText(matches(total), { exact: true })).toBeVisible();
  await expect(table(page)).toHaveAttribute("aria-rowcount", String(total + 1));
}

test("a query narrows the rows, and a reload keeps it", async ({ page, ask }) => {
  const count = (query: string) =>
    ask<ExperimentPage>(`/api/experiments?limit=1&q=${encodeURIComponent(query)}`).then(({ total }) => total);
  await page.goto("/experiments?q=class:samples.classes.Point");
  await expect(table(page).getByRole("row").nth(1)).toBeVisible();
  const all = await count("class:samples.classes.Point");
  const query = "class:samples.classes.Point (config.number<3 or config.number=5)";
  const some = await count(query);
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);

  await write(page, query);
  await expectMatches(page, some);
  await expect(page).toHaveURL(({ searchParams }) => searchParams.get("q") === query);
  await page.reload();
  await expectText(page, query);
  await expectMatches(page, some);

  await write(page, "state:failed class:samples.classes.Point");
  await expect(page.getByText("No experiment matches")).toBeVisible();
  await filterBar(page).getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL("/experiments");
  await expect(table(page)).toBeVisible();
});

test.describe("a query that is not understood", () => {
  test.use({ expected: /status of 422/ });

  test("says where it is wrong and what was meant, and the rows stay", async ({ page, ask }) => {
    await page.goto("/experiments?q=state:failed");
    const { total } = await ask<ExperimentPage>("/api/experiments?q=state:failed");
    await expectMatches(page, total);

    await write(page, "state:failed duraton>1");
    await expect(filter(page)).toHaveAccessibleDescription(/no field is called 'duraton'.*duration/);
    await expect(filter(page)).toHaveAttribute("aria-invalid", "true");
    await expect(filter(page).locator(".q-wrong").first()).toHaveText("duraton");
    await expectMatches(page, total);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.reload();
    await expect(problem(page)).toContainText("duraton");
    await expect(page.getByText("This query cannot be answered")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await write(page, "state:failed duration>=0");
    await expect(filter(page)).toHaveAttribute("aria-invalid", "false");
    await expect(problem(page)).toBeEmpty();
    await expect(table(page).getByRole("row").nth(1)).toBeVisible();
  });
});

test("the help beside the filter says how to ask, and every example is a query", async ({ page }) => {
  await page.goto("/experiments");
  await page.getByRole("button", { name: "How to ask" }).click();
  const help = page.getByRole("dialog", { name: "How to ask" });
  await expect(help.getByRole("term")).toHaveText(QUERY_EXAMPLES.map(([query]) => query));
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  for (const [query] of QUERY_EXAMPLES) {
    const reply = await page.request.get(
      new URL(`/api/experiments?q=${encodeURIComponent(query)}`, page.url()).href,
    );
    expect(reply.status(), query).toBe(200);
  }
});
