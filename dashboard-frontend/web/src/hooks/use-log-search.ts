import { useEffect, useRef, useState } from "react";
import { logQueries } from "./log-queries";
import type { LogAddress } from "@furu/core/api/logs";
import type { LogMatch } from "@furu/core/api/schema.gen";

export interface LogFound {
  readonly items: readonly LogMatch[];
  /** The byte to search on from; null when all was searched. */
  readonly next: number | null;
  readonly size: number;
  readonly place: number;
}

const NOTHING: LogFound = { items: [], next: null, size: 0, place: -1 };

/** Lines that the server finds in a log, and a place among them; `show` is called with each line that one goes to. */
export function useLogSearch(address: LogAddress | null, show: (offset: number) => void) {
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<LogFound>(NOTHING);
  const [searching, setSearching] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const goTo = (next: LogFound, place: number) => {
    const match = next.items[place];
    setFound({ ...next, place });
    if (match !== undefined) {
      show(match.offset);
    }
  };
  const search = async (q: string, before: LogFound, from: number) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setSearching(true);
    const next = address === null ? null : await searchOn(address, q, before, from, own.signal, setFound);
    if (running.current === own) {
      setSearching(false);
    }
    if (next !== null) {
      goTo(next, Math.min(before.items.length, next.items.length - 1));
    }
  };
  const begin = (q: string | null) => {
    setText(q);
    running.current?.abort();
    setFound(NOTHING);
    setSearching(false);
    if (q !== null) {
      void search(q, NOTHING, 0);
    }
  };
  const step = (by: 1 | -1) => {
    const place = found.place + by;
    if (text !== null && place >= found.items.length && found.next !== null) {
      void search(text, found, found.next);
    } else if (found.items.length > 0) {
      goTo(found, (place + found.items.length) % found.items.length);
    }
  };
  return { text, found, searching, begin, step };
}

/** Search until something is found: the server stops when a piece takes long. Null when another search took over. */
async function searchOn(
  address: LogAddress,
  q: string,
  before: LogFound,
  from: number,
  signal: AbortSignal,
  tell: (found: LogFound) => void,
): Promise<LogFound | null> {
  for (let at = from; ;) {
    try {
      const answer = await logQueries.search(address, { q, case: false, offset: at }, signal);
      const next = { ...answer, items: [...before.items, ...answer.items], place: before.place };
      if (signal.aborted) {
        return null;
      }
      if (answer.items.length > 0 || answer.next === null) {
        return next;
      }
      tell(next);
      at = answer.next;
    } catch {
      return null;
    }
  }
}
