import { existsSync } from "node:fs";
import { expect, test } from "../fixtures";
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

test("a nested config unfolds down to its leaves, and each nested experiment is a link", async ({ page }) => {
  await open(page, "digits.report.Report");
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
  await expect(line(page, /^components 16$/)).toBeVisible();
});

test("a config of twenty levels can be unfolded to its end", async ({ page }) => {
  await open(page, "samples.classes.Level", "config.depth%3D20");
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
  await expect(
    page.getByRole("region", { name: "Attempts" }).getByText("Crashed", { exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("region", { name: "Error" })).toBeHidden();
});

test("an interrupted experiment says that a person stopped it", async ({ page }) => {
  await open(page, "samples.classes.Interrupted");
  await expect(page.getByText("The last attempt was interrupted by a person (Ctrl-C).")).toBeVisible();
});

test("a running experiment shows for how long, in which process", async ({ page }) => {
  await open(page, "samples.classes.Held");
  await expect(page.getByText("A live process is computing it now.")).toBeVisible();
  await expect(page.getByText(/^running for /)).toBeVisible();
  await page.getByRole("region", { name: "Attempts" }).getByText("Running", { exact: true }).click();
  await expect(page.getByRole("region", { name: "Attempts" }).getByText(/^\d+ on /)).toBeVisible();
});

test("a successful experiment shows its result and where it came from", async ({ page, world }) => {
  await open(page, "digits.evaluate.Evaluate", "MLP");
  const result = page.getByRole("tree", { name: "Result" });
  await expect(result.getByRole("treeitem", { name: /^accuracy 0\.9/ })).toBeVisible();
  await expect(result.getByRole("treeitem", { name: /predictions\.parquet/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Identity" }).getByText(world.root)).toBeVisible();
  const provenance = page.getByRole("region", { name: "Provenance" });
  await expect(provenance.getByText(/samples\/pipeline\.py|-m samples\.pipeline/)).toBeVisible();
  await expect(provenance.getByText(/^3\.\d+/)).toBeVisible();
});
