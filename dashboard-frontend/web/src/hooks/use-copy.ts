import { useEffect, useRef, useState } from "react";

const SHOWN_MS = 1500;

/** Copy text, and say for a moment what was copied. */
export function useCopy() {
  const [copied, setCopied] = useState<string | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const copy = async (text: string, label: string) => {
    const done = await copyText(text);
    setCopied(done ? label : null);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setCopied(null), SHOWN_MS);
  };
  return { copied, copy };
}

/** The clipboard needs a secure context; over plain http to another host only the old way is left. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where the clipboard API is refused
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
