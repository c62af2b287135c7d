import { fileURLToPath } from "node:url";
import { ask, filterText } from "./filters";
import { expect, test } from "./fixtures";
import { holdRun, run } from "./runs";
import type { Page } from "@playwright/test";

const FOLDER = fileURLToPath(new URL("../build/screenshots", import.meta.url));
const SIZES = {
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
} as const;
const TALLEST = 6000;

/** The first experiment that a filter leaves, opened from the table. */
async function open(page: Page, filter: string): Promise<void> {
  await page.goto(`/experiments?${filter}`);
  await page.getByRole("grid").getByRole("row").nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/[0-9a-f]{8}$/);
}

/** A part of the page of the experiment that has files of every kind. */
async function openPart(page: Page, part: string, rest = ""): Promise<void> {
  await open(page, "q=class:samples.files.Artefacts");
  await page.goto(`${page.url().split("?")[0] ?? ""}?tab=${part}${rest}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/[0-9a-f]{8}$/);
}

async function graph(page: Page, search: string): Promise<void> {
  await page.goto(`/graph${search}`);
  await expect(page.getByRole("button", { name: "Highlight Report" })).toBeVisible();
}

async function menu(page: Page): Promise<void> {
  await page.goto("/experiments");
  await page
    .getByRole("search")
    .getByRole("button", { name: /^State/ })
    .click();
  await expect(page.getByRole("menu")).toBeVisible();
}

/** A query that was understood, and then one that is not: the rows of the first stay. */
async function refused(page: Page): Promise<void> {
  await page.goto("/experiments?q=state:failed");
  await expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible();
  await ask(page, "state:failed (attempts>");
  await expect(filterText(page)).toHaveAttribute("aria-invalid", "true");
}

async function help(page: Page): Promise<void> {
  await page.goto("/experiments");
  await page.getByRole("button", { name: "How to ask" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

async function pressed(page: Page, key: string): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toBeVisible();
}

async function at(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("main").getByText(/\w/).first()).toBeVisible();
}

const PAGES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  home: (page) => at(page, "/"),
  experiments: (page) => at(page, "/experiments"),
  "experiments-filtered": (page) =>
    at(page, "/experiments?q=state+in+(success,failed)+digits&sort=-duration"),
  "experiments-nothing": (page) => at(page, "/experiments?q=nothing+says+this"),
  "experiments-refused": (page) => at(page, "/experiments?q=state:failed+duraton%3E%3D10min"),
  "experiments-refused-rows": refused,
  "experiments-help": help,
  "experiments-menu": menu,
  "experiments-odd": (page) => at(page, "/experiments?q=class:samples.classes.Odd"),
  "experiment-success": (page) => open(page, "q=class:digits.evaluate.Evaluate+state:success"),
  "experiment-nested": (page) => open(page, "q=class:digits.report.Report"),
  "experiment-failed": (page) => open(page, "q=class:samples.classes.Broken"),
  "experiment-crashed": (page) => open(page, "q=class:samples.classes.Crashed"),
  "experiment-running": (page) => open(page, "q=class:samples.classes.Held"),
  "experiment-unreadable": (page) => open(page, "q=class:samples.classes.Point+state:missing"),
  "experiment-odd": (page) => open(page, "q=config.text~DROP"),
  ...Object.fromEntries(
    ["config", "results", "files", "logs", "attempts", "reproduce"].map((part) => [
      `experiment-${part}`,
      (page: Page) => openPart(page, part),
    ]),
  ),
  "experiment-table": (page) => openPart(page, "files", "&path=history.csv"),
  "experiment-code": (page) => openPart(page, "files", "&path=train.py"),
  "experiment-unknown": (page) => at(page, "/experiments/00000000deadbeef"),
  graph: (page) => graph(page, ""),
  "graph-selected": (page) => graph(page, "?select=digits.evaluate.Evaluate"),
  "graph-table": (page) => at(page, "/graph?view=table"),
  keys: (page) => pressed(page, "?"),
  palette: (page) => pressed(page, "Control+k"),
  "page-unknown": (page) => at(page, "/settings/colours"),
};

test.use({ expected: /status of 4(0[14]|22)|ApiProblem/ });

for (const [name, visit] of Object.entries(PAGES)) {
  test(`picture of ${name}`, async ({ page }) => {
    await pictures(page, name, visit);
  });
}

test.describe("without a session", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("picture of the way in", async ({ page }) => {
    await pictures(page, "no-session", (stranger) => at(stranger, "/"));
  });
});

test("picture of an empty root", async ({ page, stage }) => {
  await pictures(page, "empty", async (visitor) => {
    await visitor.goto(new URL("/", stage.address).href);
    await expect(visitor.getByText("No experiments yet")).toBeVisible();
  });
});

test("pictures of runs", async ({ page, stage }) => {
  const at = (path: string) => (visitor: Page) =>
    visitor
      .goto(new URL(path, stage.address).href)
      .then(() => expect(visitor.getByRole("main")).toBeVisible());
  await pictures(page, "runs-none", at("/runs"));
  const id = await run(stage);
  const held = holdRun(stage);
  try {
    await page.goto(new URL("/runs", stage.address).href);
    await expect(page.getByText("2 runs")).toBeVisible();
    await page.getByRole("list", { name: "Runs" }).getByRole("link").first().click();
    await expect(page.getByRole("link", { name: /^Held / }).first()).toBeVisible();
    const live = new URL(page.url()).pathname;
    await pictures(page, "runs", at("/runs"));
    await pictures(page, "run-live", at(live));
    await pictures(page, "run-cancel", async (visitor) => {
      await at(live)(visitor);
      await visitor.getByRole("button", { name: "Cancel", exact: true }).click();
    });
    await pictures(page, "run-failed", async (visitor) => {
      await at(`/runs/${id}`)(visitor);
      await visitor.getByText("MissingColumn").first().click();
    });
  } finally {
    held.stop();
  }
});

/** Each size and theme, first as the screen shows it, then as tall as all of its content when that is more. */
async function pictures(page: Page, name: string, visit: (page: Page) => Promise<void>): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize(viewport);
    await visit(page);
    const height = Math.min(TALLEST, viewport.height + (await hidden(page)));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const path = (part: string) => `${FOLDER}/${name}-${size}-${colorScheme}${part}.png`;
      await page.screenshot({ path: path(""), animations: "disabled" });
      if (height > viewport.height && !name.startsWith("experiments")) {
        await page.setViewportSize({ ...viewport, height });
        await page.screenshot({ path: path("-whole"), animations: "disabled" });
        await page.setViewportSize(viewport);
      }
    }
  }
}

/** How much of the page lies below what its main scroller shows. */
const hidden = (page: Page) =>
  page.evaluate(() =>
    Math.max(
      0,
      ...[...document.querySelectorAll("main, main > div")].map(
        ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight,
      ),
    ),
  );
