import { useRef, useState } from "react";

interface DraftQuery {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly apply: () => void;
  readonly leave: () => void;
}

/** What is being written over the query that is asked; leaving the field asks for it, unless it was given up. */
export function useDraftQuery(q: string, ask: (q: string) => void): DraftQuery {
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: string } | null>(null);
  const open = useRef<string | null>(null);
  // A draft holds over the query that it began with; an answer, a click elsewhere or going back end it.
  const text = draft !== null && draft.over === q ? draft.text : q;
  return {
    text,
    change: (now) => {
      open.current = now;
      setDraft({ text: now, over: q });
    },
    apply: () => {
      const now = open.current?.trim();
      open.current = null;
      if (now !== undefined && now !== q) {
        ask(now);
      } else {
        setDraft(null);
      }
    },
    leave: () => {
      open.current = null;
      setDraft(null);
    },
  };
}
