import { useRef } from "react";
import { useCommands } from "./use-commands";

/** Moves the focus through the links that begin the rows of a list; give the returned ref to the list. */
export function useRowKeys() {
  const list = useRef<HTMLUListElement>(null);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = (place: number) => {
    const all = rows();
    all[Math.max(0, Math.min(all.length - 1, place))]?.focus();
  };
  const current = () => rows().findIndex((row) => row === document.activeElement);
  useCommands({
    "list.next": () => at(current() + 1),
    "list.previous": () => at(current() - 1),
    "list.first": () => at(0),
    "list.last": () => at(rows().length - 1),
    "list.open": () => rows()[current()]?.click(),
  });
  return list;
}
