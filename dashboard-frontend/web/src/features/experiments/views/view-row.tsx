import { Check, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { View } from "@furu/core/api/schema.gen";

interface ViewRowProps {
  readonly view: View;
  readonly shown: boolean;
  readonly open: () => void;
  readonly rename: (name: string) => void;
  readonly remove: () => void;
}

/** A saved view: press it to open it; its name and its end are a second step. */
export function ViewRow({ view, shown, open, rename, remove }: ViewRowProps) {
  const [step, setStep] = useState<"rename" | "remove" | null>(null);
  const { name, settings, created_by } = view.record;
  if (step === "rename") {
    return (
      <li className="px-2 py-1">
        <RenameForm
          name={name}
          done={(next) => {
            setStep(null);
            if (next !== null && next !== name) {
              rename(next);
            }
          }}
        />
      </li>
    );
  }
  if (step === "remove") {
    return (
      <li className="flex h-9 items-center gap-1.5 px-3">
        <span className="min-w-0 flex-1 truncate">Delete “{name}” for everybody?</span>
        <Button variant="ghost" size="sm" autoFocus onClick={() => setStep(null)}>
          Keep
        </Button>
        <Button variant="outline" size="sm" className="text-destructive" onClick={remove}>
          Delete
        </Button>
      </li>
    );
  }
  return (
    <li className="group flex items-center pr-1 hover:bg-accent">
      <button
        type="button"
        aria-current={shown}
        title={`Saved by ${created_by}`}
        onClick={open}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 px-3 py-1 text-left focus-visible:-outline-offset-2"
      >
        <Check
          aria-hidden
          className={shown ? "size-3.5 shrink-0 text-primary" : "size-3.5 shrink-0 opacity-0"}
        />
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{name}</span>
          {settings.query !== "" && (
            <span className="truncate font-mono text-xs text-muted-foreground">{settings.query}</span>
          )}
        </span>
      </button>
      <Button variant="ghost" size="icon-sm" aria-label={`Rename ${name}`} onClick={() => setStep("rename")}>
        <Pencil aria-hidden />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={`Delete ${name}`} onClick={() => setStep("remove")}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}

function RenameForm({ name, done }: { name: string; done: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  return (
    <form
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        done(text.trim() === "" ? null : text.trim());
      }}
    >
      <Input
        autoFocus
        aria-label={`New name of ${name}`}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            done(null);
          }
        }}
      />
      <Button type="submit" size="sm" variant="outline">
        Rename
      </Button>
    </form>
  );
}
