import { expect, test } from "../fixtures";
import { accessible } from "../accessible";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

type Ask = <Answer>(path: string) => Promise<Answer>;

/** Some evaluations of the pipeline, side by side. */
async function compared(page: Page, ask: Ask, count: number): Promise<readonly string[]> {
  await page.goto("/compare");
  await expect(page.getByText("Nothing to compare")).toBeVisible();
  const q = encodeURIComponent("class:digits.evaluate.Evaluate state:success");
  const { items } = await ask<ExperimentPage>(`/api/experiments?q=${q}&sort=created&limit=${String(count)}`);
  const ids = items.map(({ id }) => id);
  await page.goto(`/compare?ids=${ids.join(",")}`);
  await expect(page.getByRole("columnheader")).toHaveCount(count + 1);
  return ids;
}

const rows = (page: Page) => page.getByRole("rowheader");

test("only what differs is shown, with the reason in a sentence", async ({ page, ask }) => {
  await compared(page, ask, 3);
  const reasons = page.getByRole("region", { name: "Why the digests differ" });
  await expect(reasons.getByText("Its digest is another because").first()).toBeVisible();
  await expect(page.getByRole("img", { name: "best" }).first()).toBeVisible();
  const few = await rows(page).count();
  await page.getByRole("switch", { name: "Show equal rows" }).click();
  await expect(page).toHaveURL(/rows=all/);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(few);
});

test("another baseline is chosen, and one is left out", async ({ page, ask }) => {
  const [, second = ""] = await compared(page, ask, 3);
  const digest = second.split("@")[1]?.slice(0, 8) ?? "";
  const pick = page.getByRole("button", { name: `Baseline: Evaluate@${digest}` });
  await pick.click();
  await expect(pick).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/baseline=/);
  await page.getByRole("button", { name: `Leave out Evaluate@${digest}` }).click();
  await expect(page.getByRole("columnheader")).toHaveCount(3);
});

test("nobody is left out: a comparison", async ({ page, ask }) => {
  await compared(page, ask, 3);
  await accessible(page);
});

test.describe("of something that is not there", () => {
  test.use({ expected: /status of 404|ApiProblem/ });

  test("a comparison says what is missing", async ({ page }) => {
    await page.goto("/compare?ids=00000000deadbeef");
    await expect(page.getByText("no experiment has the id '00000000deadbeef'")).toBeVisible();
  });
});
