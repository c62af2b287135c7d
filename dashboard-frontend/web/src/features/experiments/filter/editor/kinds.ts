import type { Suggestion } from "@furu/core/api/schema.gen";

/** Lines of a 16 by 16 drawing for each kind of suggestion. */
const DRAWINGS: Readonly<Record<Suggestion["kind"], string>> = {
  field: "M3 3.5h10v9H3zM3 6.5h10M7 6.5v6",
  operator: "M4 6.5h8M4 9.5h8",
  value: "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5",
  function: "M11 3.5c-2 0-2.5 1-3 4.5s-1 4.5-3 4.5M5.5 7.5h5",
  keyword: "M8 3.5l4.5 4.5L8 12.5L3.5 8z",
  class: "M8 2.5l5 2.75v5.5L8 13.5l-5-2.75v-5.5zM3 5.25l5 2.75l5-2.75M8 8v5.5",
  tag: "M3.5 3.5h5l4.5 4.5l-5 5l-4.5-4.5zM6 6h.01",
};

const SVG = "http://www.w3.org/2000/svg";

/** The icon of a kind, with its name for the pointer. */
export function kindIcon(kind: Suggestion["kind"]): Element {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("class", "q-kind");
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", DRAWINGS[kind]);
  icon.append(line);
  return icon;
}
