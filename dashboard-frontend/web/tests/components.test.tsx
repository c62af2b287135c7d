import { STATES } from "@furu/core/states";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { renderPage } from "./render";
import { LeafList } from "@/components/leaf-list";
import { SearchInput } from "@/components/search-input";
import { StateBar } from "@/components/state-bar";
import { StateIcon } from "@/components/state-icon";
import { StateLabel } from "@/components/state-label";

describe("states", () => {
  it("draw a shape of their own each, and name it where no word stands beside it", () => {
    const { container } = render(
      <>
        {STATES.map(({ state }) => (
          <StateIcon key={state} state={state} label={state} />
        ))}
      </>,
    );
    const drawings = [...container.querySelectorAll("svg")].map((svg) => svg.innerHTML);
    expect(new Set(drawings).size).toBe(STATES.length);
    expect(screen.getByRole("img", { name: "crashed" })).toBeDefined();
  });

  it("explain themselves in the server's words", async () => {
    await renderPage(<StateLabel state="failed" />);
    await userEvent.hover(screen.getByText("Failed"));
    expect((await screen.findByRole("tooltip")).textContent).toBe("The last attempt raised an exception.");
  });

  it("are summed up for screen readers", () => {
    render(<StateBar counts={{ success: 3, failed: 1 }} />);
    expect(screen.getByRole("img", { name: "3 success, 1 failed" })).toBeDefined();
  });
});

describe("the text filter", () => {
  function Page() {
    const [text, setText] = useState("old");
    return (
      <>
        <SearchInput label="Filter by text" value={text} commit={setText} />
        <output>{text}</output>
      </>
    );
  }

  it("hands its text on when typing pauses", async () => {
    await renderPage(<Page />);
    const input = screen.getByRole("searchbox", { name: "Filter by text" });
    await userEvent.clear(input);
    await userEvent.type(input, "pca");
    expect(screen.getByRole("status").textContent).toBe("old");
    await expect.poll(() => screen.getByRole("status").textContent).toBe("pca");
  });

  it("hands it on at once on Enter, and empties on Escape", async () => {
    await renderPage(<Page />);
    const input = screen.getByRole("searchbox");
    await userEvent.type(input, "er{Enter}");
    expect(screen.getByRole("status").textContent).toBe("older");
    await userEvent.type(input, "{Escape}");
    expect(screen.getByRole("status").textContent).toBe("");
  });
});

it("shows leaves as names and values, the whole paths on hover", () => {
  const { container } = render(<LeafList leaves={{ "features.size": 8, C: 0.5 }} />);
  expect(container.textContent).toBe("C=0.5size=8");
  expect(screen.getByTitle(/features.size = 8/)).toBeDefined();
});
