import { STANDINGS } from "@furu/core/standings";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { renderPage } from "./render";
import { StandingBar } from "@/components/standing-bar";
import { StandingList } from "@/components/standing-list";
import { ShapeIcon } from "@/components/state-icon";

it("draws a shape of its own for every standing", () => {
  const { container } = render(
    <>
      {STANDINGS.map(({ standing, shape, token }) => (
        <ShapeIcon key={standing} shape={shape} token={token} label={standing} />
      ))}
    </>,
  );
  const drawings = [...container.querySelectorAll("svg")].map((svg) => svg.innerHTML);
  expect(new Set(drawings).size).toBe(STANDINGS.length);
  expect(screen.getByRole("img", { name: "elsewhere" })).toBeDefined();
});

it("sums up a bar for screen readers", () => {
  render(<StandingBar counts={{ done: 3, waiting: 1 }} />);
  expect(screen.getByRole("img", { name: "3 done, 1 waiting" })).toBeDefined();
});

it("counts the standings that there are, and explains them in the server's words", async () => {
  await renderPage(<StandingList counts={{ done: 1200, skipped: 2, failed: 0 }} />);
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "1,200Done",
    "2Skipped",
  ]);
  await userEvent.hover(screen.getByText("Skipped"));
  expect((await screen.findByRole("tooltip")).textContent).toBe(
    "Not tried, because something that it needs failed.",
  );
});
