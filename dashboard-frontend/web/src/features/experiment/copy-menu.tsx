import { Braces, Check, Copy, Folder, Hash } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Hint } from "@/components/hint";
import { useCommands } from "@/hooks/use-commands";
import { useCopy } from "@/hooks/use-copy";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";
import type { LucideIcon } from "lucide-react";

interface Copyable {
  readonly what: string;
  readonly icon: LucideIcon;
  readonly text: string;
}

/** Buttons that copy hash, path and Python; one menu on narrow screens and for the `y` key. */
export function CopyMenu({ detail }: { detail: ExperimentDetail }) {
  const { copied, copy } = useCopy();
  const [open, setOpen] = useState(false);
  useCommands({ "copy.menu": () => setOpen(true) });
  const items: readonly Copyable[] = [
    { what: "hash", icon: Hash, text: detail.experiment.digest },
    { what: "path", icon: Folder, text: detail.directory },
    ...(detail.python === null ? [] : [{ what: "Python", icon: Braces, text: detail.python }]),
  ];
  return (
    <>
      <span role="status" className="sr-only">
        {copied === null ? "" : `Copied ${copied}`}
      </span>
      {items.map(({ what, icon: Icon, text }) => (
        <Hint
          key={what}
          side="bottom"
          text={<code className="line-clamp-6 font-mono break-all whitespace-pre-wrap">{text}</code>}
        >
          <Button
            variant="outline"
            className="hidden sm:inline-flex"
            aria-label={`Copy ${what}`}
            onClick={() => void copy(text, what)}
          >
            {copied === what ? <Check aria-hidden /> : <Icon aria-hidden />}
            <span className="capitalize">{what}</span>
          </Button>
        </Hint>
      ))}
      <DropdownMenu open={open} onOpenChange={setOpen}>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Copy menu">
            {copied === null ? <Copy aria-hidden /> : <Check aria-hidden />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuLabel>Copy</DropdownMenuLabel>
          {[...items, { what: "id", icon: Hash, text: detail.experiment.id }].map(
            ({ what, icon: Icon, text }) => (
              <DropdownMenuItem key={what} onSelect={() => void copy(text, what)}>
                <Icon aria-hidden className="text-muted-foreground" />
                <span className="first-letter:uppercase">{what}</span>
              </DropdownMenuItem>
            ),
          )}
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}
