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
  | "list.preview"
  | "list.unpreview"
  | "list.select"
  | "list.extendNext"
  | "list.extendPrevious"
  | "list.selectAll"
  | "list.unselect"
  | "cell.next"
  | "cell.previous"
  | "cell.menu"
  | "table.columns"
  | "table.facets"
  | "table.group"
  | "filter.focus"
  | "filter.clear"
  | "filter.add"
  | "filter.face"
  | "views.open"
  | "copy.menu"
  | "log.next"
  | "log.previous"
  | "log.error"
  | "log.follow"
  | "log.wrap"
  | "log.stream"
  | "tab.next"
  | "tab.previous"
  | "theme.next"
  | "live.toggle"
  | "palette.open"
  | "help.open";

export interface Binding {
  readonly command: Command;
  /** Alternatives; the steps of a sequence are separated by spaces. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "Go to" | "Lists" | "Table" | "Experiment" | "Logs" | "View";
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
  { command: "filter.add", keys: ["a"], label: "Add a condition", group: "Lists" },
  { command: "filter.face", keys: ["Shift+F"], label: "Filter as text or as tokens", group: "Lists" },
  { command: "views.open", keys: ["v"], label: "Saved views", group: "Lists" },
  { command: "list.preview", keys: ["Space"], label: "Preview the row", group: "Table" },
  { command: "list.unpreview", keys: ["Escape"], label: "Close the preview", group: "Table" },
  { command: "list.select", keys: ["x"], label: "Select the row", group: "Table" },
  { command: "list.extendNext", keys: ["Shift+J"], label: "Select down", group: "Table" },
  { command: "list.extendPrevious", keys: ["Shift+K"], label: "Select up", group: "Table" },
  { command: "list.selectAll", keys: ["Shift+A"], label: "Select all that match", group: "Table" },
  { command: "list.unselect", keys: ["Shift+N"], label: "Select nothing", group: "Table" },
  { command: "cell.next", keys: ["l", "ArrowRight"], label: "Next cell", group: "Table" },
  { command: "cell.previous", keys: ["h", "ArrowLeft"], label: "Previous cell", group: "Table" },
  { command: "cell.menu", keys: ["m"], label: "Menu of the cell", group: "Table" },
  { command: "table.columns", keys: ["c"], label: "Columns", group: "Table" },
  { command: "table.facets", keys: ["s"], label: "Facets", group: "Table" },
  { command: "table.group", keys: ["b"], label: "Group by", group: "Table" },
  { command: "tab.next", keys: ["]"], label: "Next tab", group: "Experiment" },
  { command: "tab.previous", keys: ["["], label: "Previous tab", group: "Experiment" },
  { command: "copy.menu", keys: ["y"], label: "Copy menu", group: "Experiment" },
  { command: "log.next", keys: ["n"], label: "Next line found", group: "Logs" },
  { command: "log.previous", keys: ["Shift+P"], label: "Previous line found", group: "Logs" },
  { command: "log.error", keys: ["e"], label: "Next error", group: "Logs" },
  { command: "log.follow", keys: ["f"], label: "Follow the end, or stop", group: "Logs" },
  { command: "log.wrap", keys: ["Shift+W"], label: "Wrap long lines, or not", group: "Logs" },
  { command: "log.stream", keys: ["Shift+L"], label: "Next log", group: "Logs" },
  { command: "theme.next", keys: ["t"], label: "Next theme", group: "View" },
  { command: "live.toggle", keys: ["p"], label: "Pause or resume live updates", group: "View" },
  { command: "help.open", keys: ["?"], label: "Keys", group: "View" },
];

export type TypingStep = "complete" | "apply" | "try" | "leave";

export interface TypingKey {
  readonly step: TypingStep;
  readonly keys: string;
  readonly label: string;
}

/** Keys that hold while a query is written; elsewhere they mean what the table above says. */
export const TYPING_KEYS: readonly TypingKey[] = [
  { step: "complete", keys: "Tab", label: "Take the first suggestion" },
  { step: "apply", keys: "Enter", label: "Filter, and go to the rows" },
  { step: "try", keys: "Mod+Enter", label: "Filter, and write on" },
  { step: "leave", keys: "Escape", label: "Leave it as it was" },
];

/** The key of a step. */
export function typingKey(step: TypingStep): string {
  return TYPING_KEYS.find((row) => row.step === step)?.keys ?? "";
}

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
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
  Escape: "Esc",
  Shift: "⇧",
};

function strokeOf({ key, ctrl, meta, alt, shift }: KeyPress): string {
  if (ctrl || meta) {
    return alt || shift ? "" : `Mod+${key.toLowerCase()}`;
  }
  if (alt) {
    return "";
  }
  if (key === " ") {
    return shift ? "" : "Space";
  }
  const letter = /^[a-z]$/i.test(key);
  return shift && letter ? `Shift+${key.toUpperCase()}` : key;
}
