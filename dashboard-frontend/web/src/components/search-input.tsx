import { Search, X } from "lucide-react";
import { Button } from "./ui/button";
import { cn } from "./ui/class-names";
import { Input } from "./ui/input";
import { Kbd } from "./ui/kbd";
import { useDraft } from "@/hooks/use-draft";
import type { Ref } from "react";

interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  readonly commit: (text: string) => void;
  readonly placeholder?: string;
  /** The element that says what is wrong with the text. */
  readonly wrong?: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
  readonly className?: string;
}

const PAUSE_MS = 150;

/** A text filter: hands its text on when typing pauses, on Enter at once; Escape empties it. */
export function SearchInput({
  label,
  value,
  commit,
  placeholder = label,
  wrong,
  ref,
  className,
}: SearchInputProps) {
  const { text, change, flush, settle } = useDraft(value, commit, PAUSE_MS);
  return (
    <div className={cn("group relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-faint-foreground"
      />
      <Input
        ref={ref}
        type="search"
        maxLength={1000}
        aria-label={label}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            flush(text);
          }
          if (event.key === "Enter" || event.key === "Escape") {
            event.preventDefault();
            if (event.key === "Escape") {
              flush("");
            }
            event.currentTarget.blur();
          }
        }}
        className="pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden"
      />
      {text === "" ? <Key /> : <Clear clear={() => flush("")} />}
    </div>
  );
}

function Key() {
  return (
    <Kbd
      aria-hidden
      className="pointer-events-none absolute top-[5px] right-1.5 hidden group-focus-within:hidden md:inline-flex"
    >
      /
    </Kbd>
  );
}

function Clear({ clear }: { clear: () => void }) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label="Clear text"
      className="absolute top-0.5 right-0.5"
      onClick={clear}
    >
      <X aria-hidden />
    </Button>
  );
}
