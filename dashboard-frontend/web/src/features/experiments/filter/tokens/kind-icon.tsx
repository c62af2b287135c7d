import { Calendar, CircleDot, Clock, HardDrive, Hash, Shapes, Tags, ToggleLeft, Type } from "lucide-react";
import type { ColumnKind } from "@furu/core/query/operators";
import type { LucideIcon } from "lucide-react";

const ICONS: Readonly<Record<ColumnKind, LucideIcon>> = {
  text: Type,
  texts: Tags,
  number: Hash,
  seconds: Clock,
  bytes: HardDrive,
  time: Calendar,
  state: CircleDot,
  flag: ToggleLeft,
  mixed: Shapes,
};

/** What a field holds, at a glance. */
export function KindIcon({ kind }: { kind: ColumnKind }) {
  const Icon = ICONS[kind];
  return <Icon aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />;
}
