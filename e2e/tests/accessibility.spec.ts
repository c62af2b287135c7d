import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures";
import type { Page } from "@playwright/test";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** What stands out to the side on purpose: it scrolls in a region of its own that has a name. */
const WIDE_ON_PURPOSE = ["Traceback", "Parts of this experiment", "Table of the class graph"];

/** No violation in light and dark, wide and narrow, and nothing to scroll sideways. */
async function expectAccessible(page: Page, sizes = [WIDE, NARROW], except: string[] = []): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.classList.contains("dark")))
        .toBe(colorScheme === "dark");
      await settled(page);
      // There are no frames, so the mode without a second page is enough; what passes need not be described.
      const axe = new AxeBuilder({ page })
        .setLegacyMode()
        .options({ resultTypes: ["violations"] })
        .disableRules(except);
      const { violations } = await axe.analyze();
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`),
      }));
      expect.soft(found, `${String(size.width)} px, ${colorScheme}`).toEqual([]);
    }
    expect.soft(await sideways(page), `wider than ${String(size.width)} px`).toEqual([]);
  }
}

/** Let colours that are on their way to others arrive. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      .forEach((animation) => animation.finish()),
  );
}

/** The elements that can be scrolled sideways and should not. */
const sideways = (page: Page) =>
  page.evaluate((allowed) => {
    const wide = [document.documentElement, ...document.querySelectorAll("body, body *")].filter(
      (element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls =
          overflowX === "auto" || overflowX === "scroll" || element === document.documentElement;
        return scrolls && element.scrollWidth > element.clientWidth + 1;
      },
    );
    return wide
      .filter((element) => !allowed.includes(element.getAttribute("aria-label") ?? ""))
      .map((element) => element.outerHTML.slice(0, 200));
  }, WIDE_ON_PURPOSE);

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).first();

const PAGES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "/": (page) => expect(page.getByRole("region", { name: "Latest failures" })).toBeVisible(),
  "/experiments": (page) => expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible(),
  "/experiments?q=state:failed+nothing": (page) =>
    expect(page.getByText("No experiment matches")).toBeVisible(),
  "/graph?select=digits.evaluate.Evaluate": (page) =>
    expect(page.getByRole("button", { name: "Highlight Report" })).toBeVisible(),
  "/graph?view=table": (page) => expect(page.getByRole("table")).toBeVisible(),
};

for (const [path, ready] of Object.entries(PAGES)) {
  test(`nobody is left out: ${path}`, async ({ page }) => {
    await page.goto(path);
    await ready(page);
    await expectAccessible(page);
  });
}

async function openOnly(page: Page, filter: string): Promise<void> {
  await page.goto(`/experiments?${filter}`);
  await page.getByRole("grid").getByRole("row").nth(1).getByRole("link").click();
  await expect(heading(page)).toHaveText(/[0-9a-f]{8}$/);
}

const EXPERIMENTS: Readonly<Record<string, string>> = {
  "a success": "q=class:digits.evaluate.Evaluate+state:success",
  "a failure": "q=class:samples.classes.Broken",
  "one that runs": "q=class:samples.classes.Held",
};

for (const [name, filter] of Object.entries(EXPERIMENTS)) {
  test(`nobody is left out: the page of ${name}`, async ({ page }) => {
    await openOnly(page, filter);
    await expectAccessible(page);
  });
}

for (const filter of [
  "q=class:digits.report.Report",
  "q=class:samples.classes.Point+state:missing",
  "q=the-longest-name-of-all",
]) {
  test(`nothing is wider than a phone: ${filter}`, async ({ page }) => {
    await page.setViewportSize(NARROW);
    await page.goto(`/experiments?${filter}`);
    await expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible();
    await expect.poll(() => sideways(page)).toEqual([]);
    await openOnly(page, filter);
    await expect.poll(() => sideways(page)).toEqual([]);
  });
}

test("nobody is left out: menus and dialogs", async ({ page }) => {
  await page.goto("/experiments?q=class:digits.report.Report");
  await page
    .getByRole("search")
    .getByRole("button", { name: /^State/ })
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
  // A menu belongs to its button and is gone with the next click; it is no part of the page's outline.
  await expectAccessible(page, [WIDE], ["region"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectAccessible(page, [NARROW]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
  await expectAccessible(page, [WIDE]);
});

test.describe("where something is missing", () => {
  test.use({ expected: /status of 404|ApiProblem/ });

  for (const path of ["/experiments/00000000deadbeef", "/settings/colours"]) {
    test(`nobody is left out: ${path}`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("link")).toBeVisible();
      await expectAccessible(page);
    });
  }
});

test.describe("without a session", () => {
  test.use({ storageState: { cookies: [], origins: [] }, expected: /status of 401|ApiProblem/ });

  test("nobody is left out: the way in", async ({ page }) => {
    await page.goto("/");
    await expect(heading(page)).toBeVisible();
    await expectAccessible(page);
  });
});

test("nobody is left out: an empty root", async ({ page, stage }) => {
  await expect(page.getByText("No experiments yet")).toBeVisible();
  await expectAccessible(page);
  await page.goto(new URL("/graph", stage.address).href);
  await expect(page.getByText("No classes yet")).toBeVisible();
});
