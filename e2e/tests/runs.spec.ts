import AxeBuilder from "@axe-core/playwright";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures";
import { holdRun, run } from "../runs";
import type { RunDetail, RunPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const state = (page: Page) => page.getByRole("definition").first();
const standings = (page: Page) => page.getByRole("list", { name: "Tasks by standing" });

/** No violation in light and dark, wide and narrow, and nothing to scroll sideways. */
async function expectAccessible(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect(page.locator(colorScheme === "dark" ? "html.dark" : "html:not(.dark)")).toBeAttached();
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
      const { violations } = await axe.analyze();
      const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }));
      expect.soft(found, `${String(size.width)} px, ${colorScheme}`).toEqual([]);
    }
    const wide = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(wide).toBe(0);
  }
}

test("without runs the page says how to start one, and the first appears by itself", async ({
  page,
  stage,
}) => {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(new URL("/runs", stage.address).href);
  await expect(page).toHaveTitle("Runs · furu");
  await expect(page.getByText("No runs yet")).toBeVisible();
  await expect(page.getByText("furu run my_project.sweep:nodes")).toBeVisible();
  await expectAccessible(page);

  await run(stage);
  await expect(page.getByRole("status").getByText("1 run", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("list", { name: "Runs" }).getByRole("img", { name: "failed", exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
});

test("a run that is over shows what it did, and why it failed", async ({ page, stage, ask }) => {
  const id = await run(stage);
  await page.goto(new URL("/runs", stage.address).href);
  await expect(page.getByRole("list", { name: "Runs" }).getByRole("link")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new URL(`/runs/${id}`, stage.address).href);

  const { run: row } = await ask<RunDetail>(`/api/runs/${id}`);
  expect(row.standings).toEqual({ done: 25, failed: 1, skipped: 1 });
  await expect(standings(page).getByText("25")).toBeVisible();
  await expect(page.getByRole("main").getByText("27 of 27")).toBeVisible();
  await expect(region(page, "Classes").getByRole("img", { name: "12 done, 1 skipped" })).toBeVisible();
  await expect(region(page, "Workers").getByText("25 done, 1 failed")).toBeVisible();
  await expect(region(page, "Latest events").getByText("skipped")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel" })).toHaveCount(0);

  const failures = region(page, "Failures");
  await failures.getByText("MissingColumn: there is no column 'labels'").first().click();
  await expect(failures.getByRole("region", { name: "Traceback" })).toContainText("KeyError: 'labels'");
  await expectAccessible(page);

  await failures.getByRole("link", { name: "Open the experiment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Broken / })).toBeVisible();
});

test("a run that goes on is followed, and stopped in two steps", async ({ page, stage, ask }) => {
  const held = holdRun(stage);
  try {
    await page.goto(new URL("/runs", stage.address).href);
    await page.getByRole("list", { name: "Runs" }).getByRole("link").click();
    const workers = region(page, "Workers");
    await expect(workers.getByRole("link", { name: /^Held / })).toBeVisible();
    await expect(page.getByText("Running for")).toBeVisible();
    await expect(standings(page).getByText("waiting")).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel this run?" });
    await expect(dialog.getByText(/^1 running task stops, \d+ more do not begin\.$/)).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Keep it running" }).click();
    const { items } = await ask<RunPage>("/api/runs");
    expect(items.map(({ cancel_requested }) => cancel_requested)).toEqual([false]);

    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await dialog.getByRole("button", { name: "Cancel the run" }).click();
    await expect(page.getByText("Asked to stop")).toBeVisible();
    await expect(page.getByRole("button", { name: "Stopping…" })).toBeDisabled();

    // The driver looks for the request before it shows a sign of life.
    const id = items[0]?.id ?? "";
    const changed = (file: string) => statSync(join(stage.root, "runs", id, file)).mtimeMs;
    await expect.poll(() => changed("run.json") - changed("cancel")).toBeGreaterThan(0);
    await held.release();
    await expect(state(page).getByText("Cancelled")).toBeVisible();
    await expect(page.getByRole("button", { name: "Stopping…" })).toHaveCount(0);
    await expect(workers.getByText("ended")).toBeVisible();
  } finally {
    held.stop();
  }
});

test("a run whose driver was killed stays readable", async ({ page, stage }) => {
  const held = holdRun(stage);
  try {
    await page.goto(new URL("/runs", stage.address).href);
    await page.getByRole("list", { name: "Runs" }).getByRole("link").click();
    await expect(region(page, "Workers").getByRole("link", { name: /^Held / })).toBeVisible();
    held.stop();
    await expect(state(page).getByText("Crashed")).toBeVisible();
    await expect(standings(page).getByText("left")).toBeVisible();
    await expect(standings(page).getByText("running")).toHaveCount(0);
  } finally {
    held.stop();
  }
});

test.describe("an address of no run", () => {
  test.use({ expected: /status of 404|ApiProblem/ });

  test("says so, and keeps the shell", async ({ page }) => {
    await page.goto("/runs/20200101T000000-1-nobody");
    await expect(page.getByRole("alert").getByText("No such run")).toBeVisible();
    await expect(
      page.getByRole("alert").getByText("there is no run '20200101T000000-1-nobody'"),
    ).toBeVisible();
    await expectAccessible(page);
  });
});
