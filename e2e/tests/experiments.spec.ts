import { artifactsOf } from "../disk";
import { ask as write, expectText } from "../filters";
import { expect, test } from "../fixtures";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const table = (page: Page) => page.getByRole("grid", { name: "Experiments" });
const column = (page: Page, name: string) => table(page).getByRole("columnheader", { name });

/** The digests in view, from the top. */
const digests = (page: Page) =>
  table(page)
    .getByRole("gridcell")
    .getByText(/^[0-9a-f]{8}$/);

async function expectRows(page: Page, { items }: ExperimentPage): Promise<void> {
  for (const [place, { digest }] of items.slice(0, 5).entries()) {
    await expect(digests(page).nth(place)).toHaveText(digest.slice(0, 8));
  }
}

test("the table shows what was made, the newest first", async ({ page, world, ask }) => {
  const artifacts = artifactsOf(world.root);
  await page.goto("/experiments");
  await expect(page).toHaveTitle("Experiments · furu");
  await expect(page.getByText(`${String(artifacts.length)} experiments`).first()).toBeVisible();
  await expect(table(page)).toHaveAttribute("aria-rowcount", String(artifacts.length + 1));

  const newest = await ask<ExperimentPage>("/api/experiments?limit=5");
  expect(newest.total).toBe(artifacts.length);
  await expectRows(page, newest);
});

test("sort and filters survive a reload, back and forward", async ({ page, ask }) => {
  const query = "class:digits.evaluate.Evaluate digits evaluate";
  await page.goto("/");
  await page.getByRole("link", { name: / failed$/ }).click();
  await column(page, "Class").getByRole("button").click();
  await column(page, "Duration").getByRole("button").click();
  await write(page, query);

  const address = /q=class:digits\.evaluate\.Evaluate\+digits\+evaluate&sort=-duration$/;
  const wanted = await ask<ExperimentPage>(
    "/api/experiments?q=class:digits.evaluate.Evaluate+digits+evaluate&sort=-duration",
  );
  expect(wanted.total).toBe(4);
  const expectView = async () => {
    await expect(page).toHaveURL(address);
    await expect(page.getByText("4 matches", { exact: true })).toBeVisible();
    await expectText(page, query);
    await expect(column(page, "Duration")).toHaveAttribute("aria-sort", "descending");
    await expectRows(page, wanted);
  };
  await expectView();
  await page.reload();
  await expectView();

  await table(page).getByRole("link", { name: "Evaluate" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Evaluate / })).toBeVisible();
  await page.goBack();
  await expectView();
  // Each query is a step of its own.
  await page.goBack();
  await expect(page).toHaveURL(/q=state.*&sort=-duration$/);
  await page.goBack();
  await expect(page).toHaveTitle("Home · furu");
  await page.goForward();
  await page.goForward();
  await expectView();
});

test("a header sorts by its column, and the other way round when pressed again", async ({ page, ask }) => {
  await page.goto("/experiments");
  await column(page, "Duration").getByRole("button").click();
  await expect(column(page, "Duration")).toHaveAttribute("aria-sort", "descending");
  await expectRows(page, await ask<ExperimentPage>("/api/experiments?sort=-duration&limit=5"));
  await column(page, "Duration").getByRole("button").click();
  await expect(column(page, "Duration")).toHaveAttribute("aria-sort", "ascending");
  await expectRows(page, await ask<ExperimentPage>("/api/experiments?sort=duration&limit=5"));
});

test("words find names, tags and digests, conditions what configs say; clearing shows everything again", async ({
  page,
  ask,
}) => {
  await page.goto("/experiments");
  const { items } = await ask<ExperimentPage>("/api/experiments?q=class:digits.train.TrainMlp");
  const digest = items[0]?.digest ?? "";
  for (const words of ["neural", "MLP 64", "epochs=15", digest]) {
    await write(page, words);
    await expect(digests(page).filter({ hasText: digest.slice(0, 8) })).toBeVisible();
  }
  await write(page, "no experiment says this");
  await expect(page.getByText("No experiment matches")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Clear filters" }).last().click();
  await expect(page).toHaveURL("/experiments");
  await expect(table(page)).toBeVisible();
});

test("scrolling reaches the last of a few hundred rows", async ({ page, ask }) => {
  await page.goto("/experiments");
  const { total } = await ask<ExperimentPage>("/api/experiments?limit=1");
  const { items } = await ask<ExperimentPage>(`/api/experiments?limit=1&offset=${String(total - 1)}`);
  const last = digests(page).filter({ hasText: items[0]?.digest.slice(0, 8) ?? "" });
  await expect(digests(page).first()).toBeVisible();
  await expect(last).toBeHidden();

  await table(page).hover();
  await expect(async () => {
    await page.mouse.wheel(0, 3000);
    await expect(last).toBeInViewport({ timeout: 300 });
  }).toPass();
  await expect(table(page).getByRole("row").last()).toHaveAttribute("aria-rowindex", String(total + 1));

  await page.keyboard.press("Home");
  await expect(last).toBeHidden();
  await page.keyboard.press("End");
  await expect(last).toBeInViewport();
});

test("an experiment that cannot be read is a row that says so", async ({ page }) => {
  await page.goto("/experiments?q=state:missing");
  const row = table(page).getByRole("row").filter({ hasText: "00000000" });
  await expect(row.getByRole("img", { name: "Not readable" })).toBeVisible();
  await row.getByRole("link", { name: "Point" }).click();
  await expect(page.getByText(/^Not readable: /)).toBeVisible();
  await page.getByRole("link", { name: "Config" }).click();
  await expect(page.getByText("Its config could not be read.")).toBeVisible();
});
