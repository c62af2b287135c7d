import { useEffect, useRef, useState } from "react";

/** A text field whose value lives elsewhere: typing shows at once and is handed on when it pauses. */
export function useDraft(value: string, commit: (text: string) => void, delay: number) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef(0);
  // What a field that loses its focus still has to hand on; the state is too old to tell when a key empties and leaves it.
  const open = useRef<string | null>(null);
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const flush = (text: string) => {
    window.clearTimeout(timer.current);
    open.current = null;
    latest.current(text);
    setDraft(null);
  };
  const change = (text: string) => {
    open.current = text;
    setDraft(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(text), delay);
  };
  return { text: draft ?? value, change, flush, settle: () => open.current !== null && flush(open.current) };
}
