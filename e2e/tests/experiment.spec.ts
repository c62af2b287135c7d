import { existsSync } from "node:fs";
import { expect, make, test } from "../fixtures";
import { python } from "../stage";
import type { ExperimentPage } from "@furu/core/api/schema.gen";
import type { Page } from "@playwright/test";

const config = (page: Page) => page.getByRole("tree", { name: "Config" });
const line = (page: Page, name: string | RegExp) => config(page).getByRole("treeitem", { name });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Open the only experiment of a class, from the table, as a reader would. */
async function open(page: Page, namespace: string, q = ""): Promise<void> {
  await page.goto(`/experiments?q=class:${namespace}+${q}`);
  const name = namespace.split(".").at(-1) ?? "";
  await page.getByRole("grid").getByRole("link", { name, exact: true }).first().click();
  await expect(heading(page)).toHaveText(new RegExp(`^${name}[0-9a-f]{8}$`));
}

/** Open a part of the page, as a reader would. */
async function part(page: Page, name: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Parts of this experiment" })
    .getByRole("link", { name })
    .click();
}

test("a nested config unfolds down to its leaves, and each nested experiment is a link", async ({ page }) => {
  await open(page, "digits.report.Report");
  await part(page, "Config");
  await page.getByRole("button", { name: "Expand all of Config" }).click();
  await expect(line(page, /^ensemble .*Ensemble/)).toHaveAttribute("aria-expanded", "true");
  const components = line(page, /^components 16$/);
  await expect(components.first()).toHaveAttribute("aria-level", "5");

  await line(page, /^ensemble /).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, /^ensemble /)).toHaveAttribute("aria-expanded", "false");
  await expect(components).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await expect(line(page, /^ensemble /)).toHaveAttribute("aria-expanded", "true");

  await line(page, /^features .*PcaFeatures/)
    .first()
    .getByRole("link")
    .click();
  await expect(heading(page)).toHaveText(/^PcaFeatures/);
  await part(page, "Config");
  await expect(line(page, /^components 16$/)).toBeVisible();
});

test("a config of twenty levels can be unfolded to its end", async ({ page }) => {
  await open(page, "samples.classes.Level", "config.depth%3D20");
  await part(page, "Config");
  await expect(line(page, /^depth 20$/)).toHaveAttribute("aria-level", "1");
  await page.getByRole("button", { name: "Expand all of Config" }).click();
  await expect(line(page, /^depth 0$/)).toHaveAttribute("aria-level", "21");
  await page.getByRole("button", { name: "Collapse all of Config" }).click();
  await expect(line(page, /^depth 19$/)).toBeHidden();
});

test("one gets to a dependency, and from there back up to its dependent", async ({ page }) => {
  await open(page, "digits.evaluate.Evaluate", "MLP");
  const evaluation = await heading(page).textContent();
  const address = page.url();
  await page
    .getByRole("list", { name: "Dependencies" })
    .getByRole("link", { name: /^TrainMlp / })
    .click();
  await expect(heading(page)).toHaveText(/^TrainMlp/);
  await expect(
    page.getByRole("list", { name: "Dependencies" }).getByRole("link", { name: /^PcaFeatures / }),
  ).toBeVisible();

  await page
    .getByRole("list", { name: "Dependents" })
    .getByRole("link", { name: /^Evaluate / })
    .first()
    .click();
  await expect(heading(page)).toHaveText(/^Evaluate/);
  if (page.url() !== address) {
    await page.goBack();
    await page
      .getByRole("list", { name: "Dependents" })
      .getByRole("link", { name: /^Evaluate / })
      .last()
      .click();
  }
  await expect(page).toHaveURL(address);
  await expect(heading(page)).toHaveText(evaluation ?? "");
});

test("dependencies that were seen at run time are marked as observed", async ({ page }) => {
  await open(page, "digits.report.Ensemble");
  const observed = page
    .getByRole("list", { name: "Dependencies" })
    .getByRole("listitem")
    .filter({ hasText: "observed" });
  await expect(observed.filter({ hasText: "get()" }).first()).toBeVisible();
  await part(page, "Config");
  await expect(line(page, /^_dependencies\[0\] .*Evaluate.*declared/)).toBeVisible();
});

test.describe("copies", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });
  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  /** Copy, and see it confirmed; the words stay for a moment only, so somebody looks before they come. */
  const confirmed = async (page: Page, what: string, copy: () => Promise<void>) => {
    const words = page.getByRole("status").getByText(`Copied ${what}`);
    await Promise.all([words.waitFor({ state: "attached" }), copy()]);
  };

  test("the buttons put hash, path and Python on the clipboard", async ({ page, world, ask }) => {
    await open(page, "samples.classes.Level", "config.depth%3D20");
    const { items } = await ask<ExperimentPage>(
      "/api/experiments?q=class:samples.classes.Level+config.depth%3D20",
    );
    const digest = items[0]?.digest ?? "";
    const press = async (what: string) => {
      await confirmed(page, what, () =>
        page.getByRole("button", { name: `Copy ${what}`, exact: true }).click(),
      );
      return clipboard(page);
    };
    expect(await press("hash")).toBe(digest);

    const path = await press("path");
    expect(path).toBe(`${world.root}/data/samples/classes/Level/${digest}`);
    expect(existsSync(path)).toBe(true);

    const code = await press("Python");
    const hash = await python(
      world,
      `${code.replace(/^Level\(/m, "found = Level(")}\nprint(found.furu_hash)`,
    );
    expect(hash.trim()).toBe(digest);
  });

  test("the copy menu has the id as well, and opens with a key", async ({ page }) => {
    await open(page, "digits.report.Report");
    await page.keyboard.press("y");
    await confirmed(page, "id", () => page.getByRole("menuitem", { name: "Id" }).click());
    expect(decodeURIComponent(page.url())).toContain(await clipboard(page));
  });
});

test("a failed experiment shows its error and its traceback", async ({ page }) => {
  await open(page, "samples.classes.Broken");
  await expect(page.getByText("The last attempt raised an exception.")).toBeVisible();
  const error = page.getByRole("region", { name: "Error" });
  await expect(error.getByText("MissingColumn: there is no column 'labels'").first()).toBeVisible();
  const traceback = error.getByRole("region", { name: "Traceback" });
  await expect(traceback).toContainText("KeyError: 'labels'");
  await expect(traceback).toContainText(
    "The above exception was the direct cause of the following exception",
  );
  await expect(traceback).toContainText('classes.py", line');
  await expect(traceback).toContainText("raise MissingColumn(message) from error");
  await part(page, "Results");
  await expect(page.getByText("There is no result until an attempt succeeds.")).toBeVisible();
});

test("a failed model of the pipeline names the solver that did not converge", async ({ page }) => {
  await page.goto("/experiments?q=class:digits.train.TrainLogistic+state:failed");
  await page.getByRole("grid").getByRole("link", { name: "TrainLogistic" }).click();
  await expect(
    page
      .getByRole("region", { name: "Error" })
      .getByText(/NotConverged/)
      .first(),
  ).toBeVisible();
  await page
    .getByRole("list", { name: "Dependents" })
    .getByRole("link", { name: /^Evaluate / })
    .click();
  await expect(
    page
      .getByRole("region", { name: "Error" })
      .getByText(/NotConverged/)
      .first(),
  ).toBeVisible();
});

test("a crashed experiment says that its process is gone", async ({ page }) => {
  await open(page, "samples.classes.Crashed");
  await expect(page.getByText("The last attempt ended without a word: its process is gone.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Error" })).toBeHidden();
  await part(page, "Attempts");
  await expect(
    page.getByRole("region", { name: "Attempts" }).getByText("Crashed", { exact: true }),
  ).toBeVisible();
});

test("an interrupted experiment says that a person stopped it", async ({ page }) => {
  await open(page, "samples.classes.Interrupted");
  await expect(page.getByText("The last attempt was interrupted by a person (Ctrl-C).")).toBeVisible();
});

test("a running experiment shows for how long, in which process", async ({ page }) => {
  await open(page, "samples.classes.Held");
  await expect(page.getByText("A live process is computing it now.")).toBeVisible();
  await expect(page.getByText(/^running for /)).toBeVisible();
  await part(page, "Attempts");
  await expect(page.getByRole("region", { name: "Attempts" }).getByText(/^\d+ on /)).toBeVisible();
});

test("a successful experiment shows its result and where it came from", async ({ page, world }) => {
  await open(page, "digits.evaluate.Evaluate", "MLP");
  await expect(page.getByRole("region", { name: "Identity" }).getByText(world.root)).toBeVisible();
  await part(page, "Results");
  const result = page.getByRole("tree", { name: "Result" });
  await expect(result.getByRole("treeitem", { name: /^accuracy 0\.9/ })).toBeVisible();
  await result
    .getByRole("treeitem", { name: /predictions\.parquet/ })
    .getByRole("link")
    .click();
  await expect(page.getByRole("region", { name: /^Rows of .*predictions\.parquet/ })).toBeVisible();
  await part(page, "Reproduce");
  const environment = page.getByRole("region", { name: "Environment" });
  await expect(environment.getByText(/samples\/pipeline\.py|-m samples\.pipeline/)).toBeVisible();
  await expect(environment.getByText(/^3\.\d+/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Python code" })).toContainText("Evaluate(");
  await expect(page.getByRole("region", { name: "Packages", exact: true })).toContainText("polars");
});

test("the parts of the page are reached by keys, and each has an address", async ({ page }) => {
  await open(page, "samples.classes.Broken");
  const current = page
    .getByRole("navigation", { name: "Parts of this experiment" })
    .locator("[aria-current=page]");
  await expect(current).toHaveText("Overview");
  await page.keyboard.press("]");
  await expect(current).toHaveText("Config");
  await expect(page).toHaveURL(/tab=config/);
  await page.reload();
  await expect(current).toHaveText("Config");
  await page.keyboard.press("[");
  await expect(current).toHaveText("Overview");
  await page.keyboard.press("[");
  await expect(current).toHaveText("Overview");
});

test("a leaf of the config is found, and finds what has the same value", async ({ page }) => {
  await open(page, "digits.report.Report");
  await part(page, "Config");
  await page.getByRole("searchbox", { name: "Find in Config" }).fill("components");
  await expect(line(page, /^components 16$/).first()).toBeVisible();
  await expect(page).toHaveURL(/find=components/);
  await open(page, "samples.classes.Level", "config.depth%3D20");
  await part(page, "Config");
  await line(page, /^depth 20$/).hover();
  await page.getByRole("link", { name: "Filter by depth", exact: true }).click();
  await expect(page).toHaveURL(/q=config\.depth:20/);
  await expect(page.getByRole("grid").getByRole("row")).toHaveCount(2);
});

test("labels are changed in place", async ({ page, stage }) => {
  await make(stage, "Point", { number: 3 });
  await page.goto(new URL("/experiments?q=class:Point", stage.address).href);
  await page.getByRole("grid").getByRole("link", { name: "Point", exact: true }).click();
  await page.getByRole("button", { name: "Edit labels" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("the third point");
  await page.getByRole("textbox", { name: "Tags" }).fill("paper odd");
  await page.getByRole("textbox", { name: "Notes" }).fill("seen <b>twice</b>");
  await page.getByRole("button", { name: "Save labels" }).click();
  const labels = page.getByRole("region", { name: "Labels" });
  await expect(labels.getByText("the third point")).toBeVisible();
  await expect(labels.getByText("paper, odd")).toBeVisible();
  await expect(labels.getByText("seen <b>twice</b>")).toBeVisible();
});

test("what it depends on is shown at all levels on demand", async ({ page }) => {
  await open(page, "samples.classes.Level", "config.depth%3D20");
  await page.getByRole("radio", { name: "All levels" }).click();
  const dependencies = page.getByRole("list", { name: "Dependencies" });
  await expect(dependencies.getByRole("listitem")).toHaveCount(20);
  await expect(page).toHaveURL(/levels=all/);
});
