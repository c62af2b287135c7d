import { useRef, useState } from "react";

interface DraftQuery {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly apply: () => void;
  readonly leave: () => void;
}

/** What is being written over the query that is asked; leaving the field asks for it, unless it was given up. */
export function useDraftQuery(q: string, ask: (q: string) => void): DraftQuery {
  const [draft, setDraft] = useState<string | null>(null);
  const [over, setOver] = useState(q);
  const open = useRef<string | null>(null);
  // A draft stands over the query that it began with; when another is asked, wherever that is done, it ends.
  if (over !== q) {
    setOver(q);
    setDraft(null);
  }
  const text = over === q ? (draft ?? q) : q;
  return {
    text,
    change: (now) => {
      open.current = now;
      setDraft(now);
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
