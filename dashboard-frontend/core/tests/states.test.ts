import { expect, it } from "vitest";
import openapi from "../openapi.json";
import { columnsFor, COLUMNS, gridTemplate } from "@furu/core/columns";
import { SORTABLE } from "@furu/core/search";
import { describeCounts, isState, stateCounts, STATES } from "@furu/core/states";

it("knows every state that the server knows, and no other", () => {
  expect(STATES.map(({ state }) => state).sort()).toEqual([...openapi.components.schemas.State.enum].sort());
});

it("gives each state a shape of its own, so that colour is never needed", () => {
  expect(new Set(STATES.map(({ shape }) => shape)).size).toBe(STATES.length);
});

it("counts a state that the server leaves out as zero", () => {
  const counts = stateCounts({ success: 3 });
  expect(counts.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(3);
  expect(counts).toHaveLength(STATES.length);
});

it("says counts as a sentence", () => {
  expect(describeCounts({ failed: 2, success: 10 })).toBe("10 success, 2 failed");
  expect(describeCounts({})).toBe("no experiments");
});

it("refuses words that are no state", () => {
  expect(isState("failed")).toBe(true);
  expect(isState("broken")).toBe(false);
});

it("shows more columns the wider the table is, and sorts only by what the server sorts", () => {
  const counts = [390, 700, 1100, 1600].map((width) => columnsFor(width).length);
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  expect(columnsFor(390).map(({ id }) => id)).toEqual(["state", "class_name", "created_at"]);
  expect(COLUMNS.every(({ sort }) => sort === null || SORTABLE.includes(sort))).toBe(true);
  expect(gridTemplate(columnsFor(390))).toBe("40px minmax(120px, 4fr) 96px");
});
