import { filterText } from "../filters";
import { expect, make, test } from "../fixtures";
import { hold } from "../stage";
import type { Stats } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

/** Mark the page, so that a reload would show. */
const mark = (page: Page) => page.evaluate(() => void (document.body.dataset["marked"] = "yes"));
const expectNoReload = (page: Page) => expect(page.locator("body")).toHaveAttribute("data-marked", "yes");

/** The list of the home page that an experiment never leaves; while it runs, another one shows it too. */
const latest = (page: Page) => page.getByRole("region", { name: "Latest", exact: true });

test("an empty root says what to do, and the first experiment appears by itself", async ({ page, stage }) => {
  await expect(page).toHaveURL(new URL("/", stage.address).href);
  await expect(page.getByText("No experiments yet")).toBeVisible();
  await expect(page.getByText(stage.root).first()).toBeVisible();
  await expect(page.getByText("Call get() on a config object; it appears here by itself.")).toBeVisible();
  await mark(page);

  await make(stage, "Point", { number: 1 });
  await expect(page.getByRole("link", { name: "All 1 experiments" })).toBeVisible();
  await expect(latest(page).getByText("number=1")).toBeVisible();
  await expectNoReload(page);
});

test("a new experiment appears in the open table, and a pause holds it back", async ({
  page,
  stage,
  ask,
}) => {
  const known = () => ask<Stats>("/api/stats").then(({ total }) => total);
  const table = page.getByRole("grid", { name: "Experiments" });
  await make(stage, "Point", { number: 1 });
  await page.getByRole("link", { name: "Experiments", exact: true }).first().click();
  await expect(table.getByText("number=1")).toBeVisible();
  await mark(page);

  await make(stage, "Point", { number: 2 });
  await expect(table.getByText("number=2")).toBeVisible();

  await page.getByRole("switch", { name: "Live updates" }).click();
  await expect(page.getByRole("status").getByText("Paused")).toBeVisible();
  await make(stage, "Point", { number: 3 });
  await expect.poll(known).toBe(3);
  await filterText(page).focus();
  await expect(table.getByText("number=2")).toBeVisible();
  await expect(table.getByText("number=3")).toBeHidden();
  await expect(page.getByText("2 experiments").first()).toBeVisible();

  await page.getByRole("switch", { name: "Live updates" }).click();
  await expect(table.getByText("number=3")).toBeVisible();
  await expect(page.getByRole("status").getByText("Live")).toBeVisible();
  await expectNoReload(page);
});

test("running becomes success before one's eyes, on every page", async ({ page, stage, context }) => {
  const held = hold(stage, "a long night");
  try {
    const running = page.getByRole("region", { name: "Running now" });
    await expect(running.getByText("label=a long night")).toBeVisible();
    const other = await context.newPage();
    await other.goto(new URL("/experiments", stage.address).href);
    const state = other.getByRole("grid").getByRole("gridcell").nth(1);
    await expect(state).toHaveText("Running");

    await running.getByRole("link", { name: /^Held / }).click();
    await expect(page.getByText(/^running for /)).toBeVisible();
    await page.keyboard.press("]");
    await page.keyboard.press("]");
    await expect(page.getByText("There is no result until an attempt succeeds.")).toBeVisible();
    await mark(page);

    await held.release("done");
    await expect(page.getByText("Computed: the result is published and will be reused.")).toBeVisible();
    await expect(page.getByRole("tree", { name: "Result" }).getByText('"done"')).toBeVisible();
    await expect(page.getByText(/^took /)).toBeVisible();
    await expectNoReload(page);
    await expect(state).toHaveText("Success");
  } finally {
    held.stop();
  }
});

test("running becomes failed, and crashed when its process is killed", async ({ page, stage }) => {
  const failing = hold(stage, "fails");
  const dying = hold(stage, "dies");
  try {
    const counts = page.getByRole("list", { name: "Experiments by state" });
    await expect(counts.getByRole("link", { name: "2 running" })).toBeVisible();
    await failing.release("fail");
    await expect(page.getByText("RuntimeError: fails was told to fail")).toBeVisible();
    dying.stop();
    await expect(counts.getByRole("link", { name: "1 crashed" })).toBeVisible();
    await expect(counts.getByRole("link", { name: "0 running" })).toBeVisible();
    await expect(page.getByText("Nothing is running.")).toBeVisible();
  } finally {
    failing.stop();
    dying.stop();
  }
});

test.describe("without its server", () => {
  // Whatever the browser says of a connection: which words depends on where its requests were when the server ended.
  test.use({ expected: /\bERR_[A-Z_]+/ });

  test("the page says that the connection is lost, and keeps what it shows", async ({ page, stage }) => {
    await make(stage, "Point", { number: 1 });
    await expect(latest(page).getByText("number=1")).toBeVisible();
    await stage.close();
    await expect(page.getByText("Connection lost")).toBeVisible();
    await expect(latest(page).getByText("number=1")).toBeVisible();
  });
});
