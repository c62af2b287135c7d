import { expect, test } from "../fixtures";
import type { Page } from "@playwright/test";

const files = (page: Page) => page.getByRole("navigation", { name: "Files" });
const shown = (page: Page, name: string) => page.getByRole("region", { name: `File ${name}` });

/** Open the experiment that has files of every kind, at its files. */
async function open(page: Page): Promise<void> {
  await page.goto("/experiments?q=class:samples.files.Artefacts");
  await page.getByRole("grid").getByRole("link", { name: "Artefacts", exact: true }).click();
  await page
    .getByRole("navigation", { name: "Parts of this experiment" })
    .getByRole("link", { name: "Files" })
    .click();
  await expect(files(page).getByRole("link", { name: /^notes\.md/ })).toBeVisible();
}

const choose = (page: Page, name: RegExp) => files(page).getByRole("link", { name }).click();

test("files are a tree with sizes, and what leads elsewhere is not shown", async ({ page }) => {
  await open(page);
  await expect(files(page).getByRole("link", { name: /^notes\.md \d+ B/ })).toBeVisible();
  await files(page).getByRole("button", { name: "arrays" }).click();
  await expect(files(page).getByRole("link", { name: /^weights\.npy/ })).toBeVisible();
  await expect(files(page).getByText("elsewhere")).toBeVisible();
  await expect(files(page).getByRole("link", { name: /elsewhere/ })).toHaveCount(0);
  await files(page).getByRole("button", { name: ".furu" }).click();
  await choose(page, /^config\.json/);
  await expect(shown(page, ".furu/config.json").getByRole("treeitem", { name: /^node \{/ })).toBeVisible();
  await choose(page, /^<b>odd & name\.txt/);
  await expect(shown(page, "<b>odd & name.txt")).toContainText("plain");
});

test("text is shown in colours, JSON as a tree", async ({ page }) => {
  await open(page);
  await choose(page, /^train\.py/);
  const code = page.getByRole("region", { name: "Text of train.py" });
  await expect(code.getByText("def", { exact: true })).toHaveCSS("color", /./);
  await expect(code).toContainText("# the rate");
  await choose(page, /^settings\.json/);
  await expect(page.getByRole("treeitem", { name: 'name "adam"' })).toBeVisible();
  await page.getByRole("radio", { name: "Text" }).click();
  await expect(page.getByRole("region", { name: "Text of settings.json" })).toContainText('"optimizer"');
});

test("a table is paged, sorted and filtered by the server", async ({ page }) => {
  await open(page);
  for (const name of ["history.csv", "history.parquet"]) {
    await choose(page, new RegExp(`^${name}`));
    const rows = page.getByRole("region", { name: `Rows of ${name}` });
    await expect(rows.getByRole("row")).toHaveCount(101);
    await page.getByRole("button", { name: "Rows after" }).click();
    await expect(rows.getByRole("row").nth(1)).toContainText("100");
    await rows.getByRole("textbox", { name: "Filter step" }).fill(">=490");
    await expect(page.getByText("10 of 500 rows match")).toBeVisible();
    await rows.getByRole("button", { name: /^step/ }).click();
    await rows.getByRole("button", { name: /^step/ }).click();
    await expect(rows.getByRole("row").nth(1)).toContainText("499");
  }
});

test("arrays show their header and their rows", async ({ page }) => {
  await open(page);
  await files(page).getByRole("button", { name: "arrays" }).click();
  await choose(page, /^weights\.npy/);
  await expect(page.getByText("float32 3×4")).toBeVisible();
  await choose(page, /^both\.npz/);
  await page.getByRole("combobox", { name: "Array" }).selectOption("second");
  await expect(page.getByText("float64 2×2")).toBeVisible();
});

test("an image is drawn, and a drawing with a script is only offered as a download", async ({ page }) => {
  await open(page);
  await choose(page, /^plot\.png/);
  const image = page.getByRole("img", { name: "plot.png" });
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(240);
  await choose(page, /^drawing\.svg/);
  await expect(page.getByText("This kind of file is not shown here.")).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download it" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("drawing.svg");
  await expect(page).not.toHaveTitle("taken over");
});

test.describe("a page with a script", () => {
  test.use({ expected: /security policy|Content Security Policy|sandbox|blocked a frame|connect-src/i });

  test("runs in an origin of its own and reaches nothing", async ({ page }) => {
    await open(page);
    await choose(page, /^page\.html/);
    const frame = page.frameLocator("iframe[title='Page page.html']");
    await expect(frame.locator("#said")).toHaveText("the script ran; nothing worked");
    const source = await page.getByTitle("Page page.html").getAttribute("src");
    await page.getByRole("radio", { name: "Source" }).click();
    await expect(page.getByRole("region", { name: "Text of page.html" })).toContainText("localStorage");
    // Also where somebody opens it by its address: the policy comes with the answer.
    await page.goto(source ?? "");
    await expect(page.locator("#said")).toHaveText("the script ran; nothing worked");
  });
});

test("a small table inside a result is shown as a table", async ({ page }) => {
  await open(page);
  await page
    .getByRole("navigation", { name: "Parts of this experiment" })
    .getByRole("link", { name: "Results" })
    .click();
  const table = page.getByRole("region", { name: "Table of history" });
  await expect(table.getByRole("columnheader")).toHaveText(["epoch", "loss"]);
  await expect(table.getByRole("row")).toHaveCount(6);
});
