import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures";
import type { Page } from "@playwright/test";

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** No violation in light and dark, wide and narrow; what is wider than the screen scrolls in a region of its own. */
async function expectAccessible(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.classList.contains("dark")))
        .toBe(colorScheme === "dark");
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ resultTypes: ["violations"] })
        .exclude("iframe")
        .analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.slice(0, 3).map(({ html }) => html),
      }));
      expect.soft(found, `${String(size.width)} px, ${colorScheme}`).toEqual([]);
    }
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(wide, `wider than ${String(size.width)} px`).toBeLessThanOrEqual(0);
  }
}

async function idOf(page: Page, ask: <T>(path: string) => Promise<T>, q: string): Promise<string> {
  await page.goto("/");
  const { items } = await ask<{ items: { id: string }[] }>(`/api/experiments?q=${q}`);
  return items[0]?.id ?? "";
}

const PARTS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "": (page) => expect(page.getByRole("region", { name: "State and time" })).toBeVisible(),
  "?tab=config": (page) => expect(page.getByRole("treeitem").first()).toBeVisible(),
  "?tab=results": (page) => expect(page.getByRole("treeitem").first()).toBeVisible(),
  "?tab=files": (page) => expect(page.getByRole("link", { name: /^notes\.md/ })).toBeVisible(),
  "?tab=files&path=train.py": (page) => expect(page.getByRole("region", { name: /^Text of/ })).toBeVisible(),
  "?tab=files&path=history.csv": (page) =>
    expect(page.getByRole("region", { name: /^Rows of/ })).toBeVisible(),
  "?tab=files&path=settings.json": (page) => expect(page.getByRole("treeitem").first()).toBeVisible(),
  "?tab=attempts": (page) => expect(page.getByRole("region", { name: "Attempts" })).toBeVisible(),
  "?tab=reproduce": (page) => expect(page.getByRole("region", { name: "Environment" })).toBeVisible(),
};

for (const [part, ready] of Object.entries(PARTS)) {
  test(`nobody is left out of an experiment: ${part === "" ? "overview" : part}`, async ({ page, ask }) => {
    const id = await idOf(page, ask, "class:samples.files.Artefacts");
    await page.goto(`/experiments/${id}${part}`);
    await ready(page);
    await expectAccessible(page);
  });
}

test("nobody is left out of an experiment: the form for labels, and a failure", async ({ page, ask }) => {
  const id = await idOf(page, ask, "class:samples.classes.Broken");
  await page.goto(`/experiments/${id}`);
  await page.getByRole("button", { name: "Edit labels" }).click();
  await expect(page.getByRole("textbox", { name: "Notes" })).toBeVisible();
  await expectAccessible(page);
});
