import { expect, it } from "vitest";
import openapi from "../openapi.json";
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
