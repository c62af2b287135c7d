import AxeBuilder from "@axe-core/playwright";
import { expect, make, test } from "../fixtures";
import { python } from "../stage";
import type { ExperimentPage, GroupList } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const POINTS = "/experiments?q=class:samples.classes.Point";
const table = (page: Page) => page.getByRole("grid", { name: "Experiments" });
const rows = (page: Page) => table(page).getByRole("row");
const header = (page: Page, name: string) => table(page).getByRole("columnheader", { name });
const bar = (page: Page) => page.getByRole("toolbar", { name: "Selected experiments" });
const active = (page: Page) => page.locator("[role=row][aria-current=true]");

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(rows(page).nth(1)).toBeVisible();
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.classList.contains("dark")))
      .toBe(colorScheme === "dark");
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ["violations"] })
      .disableRules(["region"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  }
}

/** The texts of a column, from the top. */
async function cells(page: Page, name: string, count: number): Promise<string[]> {
  const names = await table(page).getByRole("columnheader").allInnerTexts();
  const place = names.findIndex((text) => text.startsWith(name));
  const texts = [];
  for (let row = 1; row <= count; row += 1) {
    texts.push(await rows(page).nth(row).getByRole("gridcell").nth(place).innerText());
  }
  return texts;
}

test("columns are chosen, moved, pinned and hidden, and the URL keeps them", async ({ page }) => {
  await open(page, POINTS);
  await page.keyboard.press("c");
  const picker = page.getByRole("dialog", { name: "Columns" });
  await picker.getByRole("combobox").fill("number");
  await picker.getByRole("option", { name: /^number/ }).click();
  await expect(header(page, "number")).toBeVisible();
  await picker.getByRole("combobox").fill("");
  await picker.getByRole("button", { name: "Hide Config", exact: true }).click();
  await expect(header(page, "Config")).toBeHidden();
  await picker.getByRole("button", { name: "Pin config.number" }).click();
  await expectNoViolation(page);
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();
  await expect(page).toHaveURL(/columns=config\.number!,state,class,/);

  await header(page, "Class").getByRole("button").focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page).toHaveURL(/columns=config\.number!,class,state,/);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page).toHaveURL(/columns=config\.number!,class~\d+,state,/);
  await header(page, "Digest").dragTo(header(page, "State"), { targetPosition: { x: 8, y: 16 } });
  await expect(page).toHaveURL(/columns=config\.number!,class~\d+,digest,state,/);
  await page.reload();
  await expect(table(page).getByRole("columnheader").nth(1)).toHaveText("number");
});

test("an edge that is dragged gives a column its width, and a double click what it needs", async ({
  page,
}) => {
  await open(page, POINTS);
  const box = await header(page, "Class").boundingBox();
  const { x, y, width } = box ?? { x: 0, y: 0, width: 0 };
  await page.mouse.move(x + width, y + 16);
  await page.mouse.down();
  await page.mouse.move(x + 300, y + 16, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/class~(299|300|301)/);
  await header(page, "Class").locator("[data-edge]").dblclick();
  await expect(page).toHaveURL(/class~\d\d[,!&]/);
});

test("a leaf sorts the whole set, and shift adds a second key", async ({ page, ask }) => {
  await open(page, `${POINTS}&columns=class,config.number,duration`);
  await header(page, "number").getByRole("button").click();
  await expect(header(page, "number")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => cells(page, "number", 3)).toEqual(["0", "1", "2"]);
  await header(page, "number").getByRole("button").click();
  await expect.poll(() => cells(page, "number", 3)).toEqual(["319", "318", "317"]);
  await header(page, "Class")
    .getByRole("button")
    .click({ modifiers: ["Shift"] });
  await expect(page).toHaveURL(/sort=-config\.number,class/);
  await expect(header(page, "Class")).toHaveText(/2/);
  const { items } = await ask<ExperimentPage>(
    "/api/experiments?q=class:samples.classes.Point&sort=-config.number,class&limit=1&leaves=true",
  );
  expect(items[0]?.config["number"]).toBe(319);
});

test("groups say how many they hold and how these stand, and open to their rows", async ({ page, ask }) => {
  await open(page, "/experiments?q=module~digits");
  await page.keyboard.press("b");
  const menu = page.getByRole("dialog", { name: "Group" });
  await menu.getByRole("combobox").fill("class");
  await menu.getByRole("option", { name: /^Class/ }).click();
  await expect(page).toHaveURL(/group=class/);
  const { items } = await ask<GroupList>("/api/groups?q=module~digits&by=class");
  const largest = items[0];
  const groups = page.getByRole("treegrid", { name: "Experiments" });
  const first = groups.getByRole("row").nth(1);
  await expect(first).toHaveAttribute("aria-expanded", "false");
  await expect(first.getByRole("gridcell").first()).toHaveText(
    `${String(largest?.values[0])}${String(largest?.count)}`,
  );
  await first.click();
  await expect(first).toHaveAttribute("aria-expanded", "true");
  await expect(groups).toHaveAttribute("aria-rowcount", String(1 + items.length + (largest?.count ?? 0)));
  await expect(groups.getByRole("row").nth(2).getByRole("link")).toHaveText(String(largest?.values[0]));
  await expectNoViolation(page);
});

test("facets count, filter and exclude", async ({ page, ask }) => {
  await open(page, "/experiments");
  await page.keyboard.press("s");
  const facets = page.getByRole("complementary", { name: "Facets" });
  const { total } = await ask<ExperimentPage>("/api/experiments?q=state:failed&limit=1");
  const failed = facets.getByRole("list", { name: "State" }).getByRole("button", { name: /^Failed/ });
  await expect(failed).toHaveText(`Failed${String(total)}`);
  await expectNoViolation(page);
  await failed.click();
  await expect(failed).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/q=state:failed/);
  await expect(page.getByText(`${String(total)} match`)).toBeVisible();
  await failed.click();
  await expect(page).not.toHaveURL(/q=/);
  await facets
    .getByRole("list", { name: "Class" })
    .getByRole("button", { name: /^Point/ })
    .click({ modifiers: ["Alt"] });
  await expect(page).toHaveURL(/q=class!%3DPoint|q=class%21%3DPoint|q=class!=Point/);
  await expect(page.getByText(/ matches$/)).toBeVisible();
});

test("a cell offers what can be done with its value, by mouse and by keys", async ({ page }) => {
  await open(page, `${POINTS}&columns=class,config.number,state&sort=config.number`);
  await rows(page).nth(4).getByRole("gridcell", { name: "3", exact: true }).click();
  const menu = page.getByRole("menu");
  await expectNoViolation(page);
  await menu.getByRole("menuitem", { name: /^At least/ }).click();
  await expect(page.getByText("317 matches")).toBeVisible();
  await expect.poll(() => cells(page, "number", 1)).toEqual(["3"]);

  await page.keyboard.press("Home");
  await page.keyboard.press("h");
  await page.keyboard.press("l");
  await page.keyboard.press("m");
  await expect(menu).toBeVisible();
  await menu.getByRole("menuitem", { name: /^Sort descending/ }).press("Enter");
  await expect(page).toHaveURL(/sort=-config\.number/);
  await expect.poll(() => cells(page, "number", 1)).toEqual(["319"]);
});

test("space previews the row, j moves the preview along, escape closes it", async ({ page }) => {
  await open(page, `${POINTS}&columns=class,config.number&sort=config.number`);
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  const preview = page.getByRole("complementary", { name: "Preview" });
  const config = preview.getByRole("tree", { name: "Config" });
  await expect(config).toContainText("number0");
  await page.keyboard.press("j");
  await expect(config).toContainText("number1");
  await expect(active(page)).toHaveAttribute("aria-rowindex", "3");
  await expectNoViolation(page);
  const address = page.url();
  await page.reload();
  await expect(config).toContainText("number1");
  expect(page.url()).toBe(address);
  await page.keyboard.press("Escape");
  await expect(preview).toBeHidden();
  await expect(page).not.toHaveURL(/preview=/);
});

test("rows are selected one by one, in ranges and all at once", async ({ page }) => {
  await open(page, `${POINTS}&sort=config.number`);
  await rows(page).nth(2).getByRole("checkbox").click();
  await rows(page)
    .nth(5)
    .getByRole("checkbox")
    .click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("4 selected");
  await expect(table(page).getByRole("row", { selected: true })).toHaveCount(4);
  await page.keyboard.press("Shift+J");
  await expect(bar(page)).toContainText("5 selected");
  await bar(page).getByRole("button", { name: "Select all 321 matching" }).click();
  await expect(bar(page)).toContainText("all 321 matching selected");
  await expectNoViolation(page);
  await page.keyboard.press("Shift+N");
  await expect(bar(page)).toBeHidden();
  await page.keyboard.press("Shift+A");
  await expect(bar(page)).toContainText("all 321 matching selected");
});

test("comparing shows the selected ones and the columns in which they differ", async ({ page }) => {
  await open(page, `${POINTS}&sort=config.number`);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar(page).getByRole("button", { name: "Compare" }).click();
  await expect(page.getByText("2 matches")).toBeVisible();
  await expect(header(page, "number")).toBeVisible();
  await expect.poll(async () => (await cells(page, "number", 2)).sort()).toEqual(["0", "1"]);
  await page.goBack();
  await expect(page.getByText("321 matches")).toBeVisible();
});

test("selected experiments are tagged, the tag is taken back, and a collection is made of them", async ({
  page,
  stage,
}) => {
  for (const number of [1, 2, 3]) {
    await make(stage, "Point", { number });
  }
  await page.goto(new URL("/experiments?sort=config.number", stage.address).href);
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press("Home");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar(page).getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("paper");
  await page.getByRole("option", { name: "New tag paper" }).click();
  const done = page.getByRole("status", { name: "Done" });
  await expect(done).toContainText("2 experiments tagged paper");
  await page.keyboard.press("Escape");
  await done.getByRole("button", { name: "Undo" }).click();
  await expect(done).toContainText("2 experiments no longer tagged paper");
  await done.getByRole("button", { name: "Undo" }).click();
  await expect(done).toContainText("2 experiments tagged paper");
  expect(await python(stage, "import furu\nprint(furu.find('tag:paper').count())")).toBe("2\n");

  await bar(page).getByRole("button", { name: "Collection" }).click();
  await page.getByRole("combobox", { name: "Collections" }).fill("Figure 1");
  await page.getByRole("option", { name: "New collection Figure 1" }).click();
  await expect(done).toContainText("Figure 1 made, with 2 experiments");
  await page.goto(new URL("/experiments?q=collection:figure-1", stage.address).href);
  await expect(page.getByText("2 matches")).toBeVisible();
});

test("name, tags and notes are written where they stand", async ({ page, stage }) => {
  await make(stage, "Point", { number: 1 });
  await page.goto(new URL("/experiments", stage.address).href);
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  const preview = page.getByRole("complementary", { name: "Preview" });
  await preview.getByRole("textbox", { name: "Name" }).fill("the first one");
  await page.keyboard.press("Enter");
  await expect(table(page).getByText("the first one")).toBeVisible();
  await preview.getByRole("combobox", { name: "Add a tag" }).fill("good");
  await page.keyboard.press("Enter");
  await expect(preview.getByRole("button", { name: "Remove tag good" })).toBeVisible();
  await preview.getByRole("textbox", { name: "Notes" }).fill("Try it again.");
  await preview.getByRole("textbox", { name: "Name" }).focus();
  await expect(preview.getByText("saving…")).toBeHidden();
  await page.reload();
  await expect(preview.getByRole("textbox", { name: "Notes" })).toHaveValue("Try it again.");
  await expect(preview.getByRole("textbox", { name: "Name" })).toHaveValue("the first one");
});
