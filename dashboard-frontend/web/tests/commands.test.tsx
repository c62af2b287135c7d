import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useLayoutEffect, useState } from "react";
import { expect, it } from "vitest";
import { CommandProvider, useCommands } from "@/hooks/use-commands";

function List({ name }: { name: string }) {
  const [row, setRow] = useState(0);
  useCommands({ "list.next": () => setRow(row + 1) });
  return <output aria-label={name}>{row}</output>;
}

const row = (name: string) => screen.getByRole("status", { name }).textContent;

it("runs the command of a key", async () => {
  render(<List name="list" />, { wrapper: CommandProvider });
  await userEvent.keyboard("jj");
  expect(row("list")).toBe("2");
});

it("leaves typing to its field", async () => {
  render(
    <>
      <List name="list" />
      <input />
    </>,
    { wrapper: CommandProvider },
  );
  await userEvent.type(screen.getByRole("textbox"), "jj");
  expect(row("list")).toBe("0");
});

it("lets what came last answer, and falls back when that is gone", async () => {
  const { rerender } = render(
    <>
      <List name="below" />
      <List name="above" />
    </>,
    { wrapper: CommandProvider },
  );
  await userEvent.keyboard("j");
  expect([row("below"), row("above")]).toEqual(["0", "1"]);
  rerender(<List name="below" />);
  await userEvent.keyboard("j");
  expect(row("below")).toBe("1");
});

it("answers from the moment the component is painted, before its effects have run", () => {
  const Press = () => {
    useLayoutEffect(() => {
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
    }, []);
    return null;
  };
  const { rerender } = render(null, { wrapper: CommandProvider });
  rerender(
    <>
      <List name="list" />
      <Press />
    </>,
  );
  expect(row("list")).toBe("1");
});
