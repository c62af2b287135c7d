/** The parts of an experiment's page, in their order. */
export const TABS = [
  { tab: "overview", label: "Overview" },
  { tab: "config", label: "Config" },
  { tab: "results", label: "Results" },
  { tab: "files", label: "Files" },
  { tab: "logs", label: "Logs" },
  { tab: "attempts", label: "Attempts" },
  { tab: "reproduce", label: "Reproduce" },
] as const;

export type Tab = (typeof TABS)[number]["tab"];

/** What the page of an experiment shows; all of it is in the URL, and nothing needs to be. */
export interface ExperimentSearch {
  readonly tab?: Tab;
  /** The folder or file that Files shows. */
  readonly path?: string;
  /** What the trees are searched for. */
  readonly find?: string;
  /** Whether Overview shows neighbours of all levels. */
  readonly levels?: "all";
}

/** Read the page's view from URL parameters; what cannot be understood is left out. */
export function experimentSearch(raw: Readonly<Record<string, unknown>>): ExperimentSearch {
  const tab = TABS.find((one) => one.tab === raw["tab"] && one.tab !== "overview")?.tab;
  const path = textOf(raw["path"]);
  const find = textOf(raw["find"]);
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(path === "" ? {} : { path }),
    ...(find === "" ? {} : { find }),
    ...(raw["levels"] === "all" ? { levels: "all" as const } : {}),
  };
}

/** The tab so many places further, without falling off the ends. */
export function tabBeside(shown: readonly Tab[], tab: Tab, step: number): Tab {
  const place = shown.indexOf(tab) + step;
  return shown[Math.max(0, Math.min(shown.length - 1, place))] ?? tab;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
