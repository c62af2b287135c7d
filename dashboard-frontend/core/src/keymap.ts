export type Command =
  | "go.home"
  | "go.experiments"
  | "go.graph"
  | "go.runs"
  | "list.next"
  | "list.previous"
  | "list.open"
  | "list.first"
  | "list.last"
  | "filter.focus"
  | "filter.clear"
  | "copy.menu"
  | "theme.next"
  | "live.toggle"
  | "palette.open"
  | "help.open";

export interface Binding {
  readonly command: Command;
  /** Alternatives; the steps of a sequence are separated by spaces. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "Go to" | "Lists" | "Experiment" | "View";
}

/** Every key of the dashboard. Dispatch, the help sheet and the palette read this table. */
export const KEYMAP: readonly Binding[] = [
  { command: "go.home", keys: ["g h"], label: "Go to Home", group: "Go to" },
  { command: "go.experiments", keys: ["g e"], label: "Go to Experiments", group: "Go to" },
  { command: "go.graph", keys: ["g g"], label: "Go to Graph", group: "Go to" },
  { command: "go.runs", keys: ["g r"], label: "Go to Runs", group: "Go to" },
  { command: "palette.open", keys: ["Mod+k"], label: "Search and jump", group: "Go to" },
  { command: "list.next", keys: ["j", "ArrowDown"], label: "Next row", group: "Lists" },
  { command: "list.previous", keys: ["k", "ArrowUp"], label: "Previous row", group: "Lists" },
  { command: "list.first", keys: ["Home"], label: "First row", group: "Lists" },
  { command: "list.last", keys: ["End"], label: "Last row", group: "Lists" },
  { command: "list.open", keys: ["Enter", "o"], label: "Open the row", group: "Lists" },
  { command: "filter.focus", keys: ["/"], label: "Filter by text", group: "Lists" },
  { command: "filter.clear", keys: ["Shift+X"], label: "Clear all filters", group: "Lists" },
  { command: "copy.menu", keys: ["y"], label: "Copy menu", group: "Experiment" },
  { command: "theme.next", keys: ["t"], label: "Next theme", group: "View" },
  { command: "live.toggle", keys: ["p"], label: "Pause or resume live updates", group: "View" },
  { command: "help.open", keys: ["?"], label: "Keys", group: "View" },
];

/** What a key press says, without any of the browser's types. */
export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export interface Match {
  /** Keys pressed so far that begin some sequence. */
  readonly pending: string;
  readonly command: Command | null;
}

/** Follow one key press: it completes a command, begins a sequence, or starts afresh. */
export function matchKey(pending: string, press: KeyPress, enabled: (command: Command) => boolean): Match {
  const stroke = strokeOf(press);
  const attempts = pending === "" ? [stroke] : [`${pending} ${stroke}`, stroke];
  for (const typed of attempts) {
    const found = KEYMAP.find(({ command, keys }) => keys.includes(typed) && enabled(command));
    if (found !== undefined) {
      return { pending: "", command: found.command };
    }
    if (KEYMAP.some(({ keys }) => keys.some((one) => one.startsWith(`${typed} `)))) {
      return { pending: typed, command: null };
    }
  }
  return { pending: "", command: null };
}

/** How a binding is written on keys: `Mod+k` is `⌘ K` on a Mac and `Ctrl K` elsewhere. */
export function keyCaps(keys: string, mac: boolean): readonly string[] {
  return keys.split(/[ +]/).map((cap) => CAPS[cap] ?? (cap === "Mod" ? (mac ? "⌘" : "Ctrl") : cap));
}

export function bindingOf(command: Command): Binding {
  const found = KEYMAP.find((binding) => binding.command === command);
  if (found === undefined) {
    throw new Error(`No key is bound to ${command}`);
  }
  return found;
}

const CAPS: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Enter: "↵",
  Shift: "⇧",
};

function strokeOf({ key, ctrl, meta, alt, shift }: KeyPress): string {
  if (ctrl || meta) {
    return alt || shift ? "" : `Mod+${key.toLowerCase()}`;
  }
  if (alt) {
    return "";
  }
  const letter = /^[a-z]$/i.test(key);
  return shift && letter ? `Shift+${key.toUpperCase()}` : key;
}
