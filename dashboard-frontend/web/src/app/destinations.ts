import { House, Play, TableProperties, Workflow } from "lucide-react";
import type { Command } from "@furu/core/keymap";
import type { LucideIcon } from "lucide-react";

export interface Destination {
  readonly to: "/" | "/experiments" | "/runs" | "/graph";
  readonly label: string;
  readonly icon: LucideIcon;
  readonly command: Command;
}

/** The pages of the rail, the bottom bar and the palette. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/", label: "Home", icon: House, command: "go.home" },
  { to: "/experiments", label: "Experiments", icon: TableProperties, command: "go.experiments" },
  { to: "/runs", label: "Runs", icon: Play, command: "go.runs" },
  { to: "/graph", label: "Graph", icon: Workflow, command: "go.graph" },
];
