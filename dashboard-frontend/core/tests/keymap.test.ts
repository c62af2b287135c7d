import { describe, expect, it } from "vitest";
import { bindingOf, keyCaps, KEYMAP, matchKey } from "@furu/core/keymap";
import type { KeyPress, Match } from "@furu/core/keymap";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  meta: false,
  alt: false,
  shift: false,
  ...held,
});
const all = () => true;
const typed = (...keys: readonly (string | KeyPress)[]): Match =>
  keys.reduce<Match>(
    ({ pending }, key) => matchKey(pending, typeof key === "string" ? press(key) : key, all),
    { pending: "", command: null },
  );

describe("keys", () => {
  it("follows a sequence", () => {
    expect(typed("g")).toEqual({ pending: "g", command: null });
    expect(typed("g", "e").command).toBe("go.experiments");
    expect(typed("g", "g").command).toBe("go.graph");
  });

  it("forgets a sequence that leads nowhere, and takes its last key by itself", () => {
    expect(typed("g", "j").command).toBe("list.next");
    expect(typed("g", "z")).toEqual({ pending: "", command: null });
  });

  it("tells capital letters and chords apart", () => {
    expect(typed(press("X", { shift: true })).command).toBe("filter.clear");
    expect(typed("x").command).toBe("list.select");
    expect(typed(press("j", { shift: true })).command).toBe("list.extendNext");
    expect(typed("w").command).toBeNull();
    expect(typed(press("k", { meta: true })).command).toBe("palette.open");
    expect(typed(press("k", { ctrl: true })).command).toBe("palette.open");
    expect(typed("k").command).toBe("list.previous");
    expect(typed(press("j", { alt: true })).command).toBeNull();
  });

  it("takes signs that need shift on some keyboards", () => {
    expect(typed(press("?", { shift: true })).command).toBe("help.open");
    expect(typed(press("/", { shift: true })).command).toBe("filter.focus");
  });

  it("calls the space bar by its name, since spaces separate the steps of a sequence", () => {
    expect(typed(" ").command).toBe("list.preview");
    expect(keyCaps("Space", false)).toEqual(["Space"]);
  });

  it("passes over commands that nobody offers", () => {
    expect(matchKey("", press("j"), (command) => command !== "list.next").command).toBeNull();
  });

  it("binds every command once, and no key twice", () => {
    const keys = KEYMAP.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(KEYMAP.map(({ command }) => command)).size).toBe(KEYMAP.length);
  });

  it("writes keys as they are printed", () => {
    expect(keyCaps(bindingOf("palette.open").keys[0] ?? "", true)).toEqual(["⌘", "k"]);
    expect(keyCaps("Mod+k", false)).toEqual(["Ctrl", "k"]);
    expect(keyCaps("g e", false)).toEqual(["g", "e"]);
  });
});
