import { expect, test } from "../fixtures";
import type { Page } from "@playwright/test";

/** How bright the page is: 0 black, 255 white. */
const brightness = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (canvas === null) {
      throw new Error("no canvas");
    }
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[0] ?? Number.NaN;
  });

const expectDark = (page: Page) => expect.poll(() => brightness(page)).toBeLessThan(64);
const expectLight = (page: Page) => expect.poll(() => brightness(page)).toBeGreaterThan(192);

async function choose(page: Page, theme: string): Promise<void> {
  await page
    .getByRole("button", { name: /^Theme: / })
    .first()
    .click();
  await page.getByRole("menuitemcheckbox", { name: theme }).click();
}

test("a chosen theme stays after a reload and on other pages", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await expectLight(page);
  await choose(page, "Dark");
  await expectDark(page);
  await page.reload();
  await expectDark(page);
  await page.goto("/graph");
  await expectDark(page);
  await choose(page, "Light");
  await expectLight(page);
});

test("without a choice the system decides, also while the page is open", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/experiments");
  await expectDark(page);
  await page.emulateMedia({ colorScheme: "light" });
  await expectLight(page);
});

test("t goes through the themes", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Theme: System" }).first()).toBeVisible();
  await page.keyboard.press("t");
  await expect(page.getByRole("button", { name: "Theme: Light" }).first()).toBeVisible();
  await page.keyboard.press("t");
  await expectDark(page);
});
