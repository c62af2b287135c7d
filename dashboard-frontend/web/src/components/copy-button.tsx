import { Check, Copy } from "lucide-react";
import { Hint } from "./hint";
import { Button } from "./ui/button";
import { useCopy } from "@/hooks/use-copy";

interface CopyButtonProps {
  /** What is copied, as its name: `hash`, `path`. */
  readonly what: string;
  readonly text: string;
  /** Show the name beside the icon. */
  readonly labelled?: boolean;
}

/** Copies a text, and confirms it in place and to screen readers. */
export function CopyButton({ what, text, labelled = false }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  const done = copied !== null;
  const button = (
    <Button
      variant={labelled ? "outline" : "ghost"}
      size={labelled ? "default" : "icon-sm"}
      aria-label={`Copy ${what}`}
      onClick={() => void copy(text, what)}
    >
      {done ? <Check aria-hidden /> : <Copy aria-hidden />}
      {labelled && <span className="capitalize">{what}</span>}
      <span role="status" className="sr-only">
        {done ? `Copied ${what}` : ""}
      </span>
    </Button>
  );
  return (
    <Hint text={done ? `Copied ${what}` : <code className="font-mono break-all">{text}</code>}>{button}</Hint>
  );
}
