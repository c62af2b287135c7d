import { useEffect, useRef, useState } from "react";

/** A text field whose value lives elsewhere: typing shows at once and is handed on when it pauses. */
export function useDraft(value: string, commit: (text: string) => void, delay: number) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef(0);
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const flush = (text: string) => {
    window.clearTimeout(timer.current);
    latest.current(text);
    setDraft(null);
  };
  const change = (text: string) => {
    setDraft(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(text), delay);
  };
  return { text: draft ?? value, change, flush, settle: () => draft !== null && flush(draft) };
}
