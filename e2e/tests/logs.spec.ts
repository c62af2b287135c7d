import { expect, test } from "../fixtures";
import { accessible } from "../accessible";
import { artifactsOf } from "../disk";
import { hold, make } from "../stage";
import type { Page } from "@playwright/test";
import type { Stage } from "../stage";

const lines = (page: Page) => page.getByRole("region", { name: "Lines of the log" });

/** Open the logs of the one experiment that there is. */
async function openLogs(page: Page, stage: Stage): Promise<void> {
  const [only] = artifactsOf(stage.root);
  const id = `${only?.namespace ?? ""}@${only?.digest ?? ""}`;
  const at = (path: string) => new URL(path, stage.address).href;
  await expect.poll(async () => (await page.request.get(at(`/api/experiments/${id}`))).status()).toBe(200);
  await page.goto(at(`/experiments/${id}/logs`));
}

/** The logs of an experiment that has printed much. */
async function talked(page: Page, stage: Stage): Promise<void> {
  await make(stage, "Talks", {});
  await openLogs(page, stage);
  await expect(lines(page).getByText("the last")).toBeVisible();
}

test("a log opens at its end, and shows what is earlier when one scrolls up", async ({ page, stage }) => {
  await talked(page, stage);
  await expect(lines(page).getByText("<img src=x")).toBeVisible();
  await expect(page).toHaveTitle(/^Logs of Talks/);
  await page.keyboard.press("Home");
  await expect(lines(page).getByText("line 0000 of many")).toBeVisible();
  await page.keyboard.press("End");
  await expect(lines(page).getByText("the last")).toBeVisible();
});

test("what is looked for is found on the server, and stepped through by keys", async ({ page, stage }) => {
  await talked(page, stage);
  await page.keyboard.press("/");
  await page.keyboard.type("LINE 123");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of 10", { exact: true })).toBeVisible();
  await expect(lines(page).getByText("line 123", { exact: true }).first()).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByText("2 of 10", { exact: true })).toBeVisible();
  await page.keyboard.press("Shift+P");
  await expect(page.getByText("1 of 10", { exact: true })).toBeVisible();
});

test("e goes from error to error", async ({ page, stage }) => {
  await talked(page, stage);
  await page.keyboard.press("e");
  await expect(page.getByText("1 of 2", { exact: true })).toBeVisible();
  await expect(lines(page).getByText("line 0700")).toBeVisible();
  await page.keyboard.press("e");
  await expect(lines(page).getByText("line 3000")).toBeVisible();
});

test("each log stands apart, and those with times together", async ({ page, stage }) => {
  await talked(page, stage);
  await page.getByRole("radio", { name: "stderr" }).click();
  await expect(lines(page).getByText("complaint")).toBeVisible();
  await page.getByRole("radio", { name: "merged" }).click();
  await expect(lines(page).getByText("logged at the end")).toBeVisible();
  await expect(page.getByText("Without times, nothing says where lines belong")).toBeVisible();
  await page.keyboard.press("Shift+L");
  await expect(page.getByRole("radio", { name: "stdout" })).toBeChecked();
});

test("a log that grows is followed", async ({ page, stage }) => {
  const held = hold(stage, "a long night");
  try {
    await expect(page.getByText("label=a long night").first()).toBeVisible();
    await openLogs(page, stage);
    await expect(lines(page).getByText("waiting")).toBeVisible();
    await expect(page.getByRole("button", { name: "Following" })).toBeVisible();
    held.say("the first step");
    await page.getByRole("radio", { name: "stdout" }).click();
    await expect(lines(page).getByText("the first step")).toBeVisible();
    held.say("\u001b[31mthe second step");
    await expect(lines(page).getByText("the second step", { exact: true })).toBeVisible();
    await held.release("fail");
    await expect(page.getByText("Failed", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "End", exact: true })).toBeVisible();
  } finally {
    held.stop();
  }
});

test("a whole log is downloaded", async ({ page, stage }) => {
  await talked(page, stage);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the whole log" }).click();
  expect((await download).suggestedFilename()).toMatch(/^Talks-[0-9a-f]{8}-1-stdout\.txt$/);
});

test("nobody is left out: logs", async ({ page, stage }) => {
  await talked(page, stage);
  await accessible(page);
});
