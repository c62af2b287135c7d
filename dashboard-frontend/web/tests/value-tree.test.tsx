import { resultTree } from "@furu/core/tree/tree";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { renderPage } from "./render";
import { ValueTree } from "@/components/value-tree";

const roots = resultTree({
  scores: { macro: 0.91, micro: 0.93 },
  model: { $: "node", namespace: "a.Model", digest: "0123456789" },
});
const lines = () => screen.getAllByRole("treeitem").map((line) => line.textContent);

it("folds and unfolds with the mouse", async () => {
  await renderPage(<ValueTree title="Result" roots={roots} nothing="" />);
  expect(lines()).toEqual(["scoresdict[2]", "macro0.91", "micro0.93", "modelModel01234567"]);
  await userEvent.click(screen.getByText("scores"));
  expect(lines()).toEqual(["scoresdict[2]", "modelModel01234567"]);
});

it("is walked with the keys of a tree", async () => {
  await renderPage(<ValueTree title="Result" roots={roots} nothing="" />);
  screen.getByRole("treeitem", { name: /scores/ }).focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(document.activeElement?.textContent).toBe("macro0.91");
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(lines()).toEqual(["scoresdict[2]", "modelModel01234567"]);
  await userEvent.keyboard("{End}");
  expect(document.activeElement?.textContent).toContain("Model");
});

it("links nested nodes to their experiments", async () => {
  await renderPage(<ValueTree title="Result" roots={roots} nothing="" />);
  expect(screen.getByRole("link", { name: /Model/ }).getAttribute("href")).toBe(
    "/experiments/a.Model%400123456789",
  );
});

it("says why there is nothing to see", async () => {
  await renderPage(
    <ValueTree title="Result" roots={[]} nothing="There is no result until an attempt succeeds." />,
  );
  expect(screen.getByText("There is no result until an attempt succeeds.")).toBeDefined();
});
