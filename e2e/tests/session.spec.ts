import { expect, IDLE_RETRIES, test } from "../fixtures";
import type { Problem } from "@furu/core/api/schema.gen";

const STRANGER = { cookies: [], origins: [] };

test.describe("without a session", () => {
  test.use({
    storageState: STRANGER,
    expected: /status of 401|ApiProblem: this browser has not been admitted/,
  });

  for (const path of ["/", "/experiments/abcdef"]) {
    test(`${path} says how to get in, and shows nothing`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "This browser has no session" })).toBeVisible();
      await expect(page.getByText("Go to the terminal that runs furu dashboard.")).toBeVisible();
      await expect(page.getByText(/Copy the address that it printed/)).toBeVisible();
      await expect(page.getByRole("navigation")).toBeHidden();
    });
  }

  test("an address that was used says where to find a new one", async ({ page, world }) => {
    await page.goto(world.address);
    await expect(page.getByText(/This address was used already/)).toBeVisible();
    await expect(page.getByText(/newest address/)).toBeVisible();
  });

  test("the API answers nobody", async ({ page, world }) => {
    for (const path of ["meta", "stats", "experiments", "graph/classes", "events"]) {
      const reply = await page.request.get(`${world.origin}/api/${path}`, { maxRetries: IDLE_RETRIES });
      expect(reply.status()).toBe(401);
      expect(((await reply.json()) as Problem).hint).toContain("open the address with the token");
    }
  });
});

test("the first address admits the browser, and its token does not stay in the address", async ({
  page,
  stage,
  context,
}) => {
  await expect(page).toHaveURL(new URL("/", stage.address).href);
  const [cookie] = await context.cookies(stage.address);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test.describe("what is not there", () => {
  test.use({ expected: /status of 404|ApiProblem: .*00000000deadbeef/ });

  test("an unknown experiment says so, and leads to all of them", async ({ page }) => {
    await page.goto("/experiments/00000000deadbeef");
    await expect(page.getByRole("alert").getByText(/00000000deadbeef/)).toBeVisible();
    await page.getByRole("alert").getByRole("link", { name: "All experiments" }).click();
    await expect(page).toHaveURL("/experiments");
    await expect(page.getByRole("grid", { name: "Experiments" })).toBeVisible();
  });

  test("an unknown page says so, and leads home", async ({ page }) => {
    await page.goto("/settings/colours");
    await expect(page.getByText("There is no such page")).toBeVisible();
    await page.getByRole("link", { name: "Go to Home" }).click();
    await expect(page).toHaveTitle("Home · furu");
  });
});

test("the beginning of a digest is enough of an address", async ({ page, ask }) => {
  await page.goto("/experiments?q=class:digits.report.Report");
  const { items } = await ask<{ items: { digest: string }[] }>(
    "/api/experiments?q=class:digits.report.Report",
  );
  await page.goto(`/experiments/${items[0]?.digest.slice(0, 10) ?? ""}`);
  await expect(page.getByRole("heading", { level: 1, name: /^Report/ })).toBeVisible();
});
