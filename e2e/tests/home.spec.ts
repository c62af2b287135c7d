import { artifactsOf } from "../disk";
import { expect, test } from "../fixtures";
import type { Stats } from "@furu/core/api/schema.gen";

test("home counts what is on disk", async ({ page, world }) => {
  const artifacts = artifactsOf(world.root);
  const succeeded = artifacts.filter((artifact) => artifact.succeeded);
  await page.goto("/");
  await expect(page).toHaveTitle("Home · furu");
  const counts = page.getByRole("list", { name: "Experiments by state" });
  await expect(
    counts.getByRole("link", { name: `All ${String(artifacts.length)} experiments` }),
  ).toBeVisible();
  await expect(counts.getByRole("link", { name: `${String(succeeded.length)} success` })).toBeVisible();
  await expect(counts.getByRole("link", { name: "1 running" })).toBeVisible();
  await expect(counts.getByRole("link", { name: "1 crashed" })).toBeVisible();
});

test("every number leads to the experiments it counts", async ({ page, ask }) => {
  await page.goto("/");
  const { states, total } = await ask<Stats>("/api/stats");
  const counts = page.getByRole("list", { name: "Experiments by state" });
  for (const state of ["running", "queued", "failed", "success"] as const) {
    const count = states[state] ?? 0;
    await counts.getByRole("link", { name: `${String(count)} ${state}` }).click();
    await expect(page).toHaveURL(`/experiments?q=state:${state}`);
    await expect(
      page.getByText(count === 1 ? "1 match" : `${String(count)} matches`, { exact: true }),
    ).toBeVisible();
    await page.goBack();
  }
  await counts.getByRole("link", { name: /^All / }).click();
  await expect(page).toHaveURL("/experiments");
  await expect(page.getByRole("status").getByText(`${String(total)} experiments`)).toBeVisible();
});

test("every class leads to its experiments", async ({ page, ask }) => {
  await page.goto("/");
  const { classes } = await ask<Stats>("/api/stats");
  const list = page.getByRole("region", { name: "Classes" });
  await expect(list.getByRole("link", { name: /samples|digits/ })).toHaveCount(classes.length);
  await list.getByRole("link", { name: "Evaluate digits.evaluate" }).click();
  await expect(page).toHaveURL("/experiments?q=class:digits.evaluate.Evaluate");
  await expect(page.getByText("4 matches", { exact: true })).toBeVisible();
});

test("home shows what runs, and why the latest failures failed", async ({ page }) => {
  await page.goto("/");
  const running = page.getByRole("region", { name: "Running now" });
  await expect(running.getByRole("link", { name: /^Held / })).toBeVisible();
  await expect(running.getByText("label=runs all the time")).toBeVisible();

  const failures = page.getByRole("region", { name: "Latest failures" });
  await expect(failures.getByText("MissingColumn: there is no column 'labels'")).toBeVisible();
  await expect(failures.getByText("Its process is gone and left no message.")).toBeVisible();
  await failures.getByRole("link", { name: /^Broken / }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Broken / })).toBeVisible();
});

test("view all leads from the latest to the whole table", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "All experiments", exact: true }).click();
  await expect(page).toHaveURL("/experiments");
  await expect(page.getByRole("grid", { name: "Experiments" })).toBeVisible();
});
