import { useEffect, useRef, useState } from "react";

/** What was just done, or why it could not be, and how to take it back. */
export interface Notice {
  readonly text: string;
  readonly wrong: boolean;
  readonly undo?: (() => void) | undefined;
}

const SHOWN_MS = 12_000;

/** One notice at a time; it goes by itself. */
export function useNotice() {
  const [notice, setNotice] = useState<Notice | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const say = (text: string, rest: Partial<Omit<Notice, "text">> = {}) => {
    window.clearTimeout(timer.current);
    setNotice({ text, wrong: false, ...rest });
    timer.current = window.setTimeout(() => setNotice(null), SHOWN_MS);
  };
  return { notice, say, dismiss: () => setNotice(null) };
}

export type Say = ReturnType<typeof useNotice>["say"];
