import { formatBytes } from "@furu/core/format/bytes";
import { streamHolds, streamLabel } from "@furu/core/logs/streams";
import { ArrowDownToLine, Check, ChevronDown, Copy, Download, WrapText } from "lucide-react";
import { Hint } from "@/components/hint";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { useCopy } from "@/hooks/use-copy";
import type { Shown } from "./use-lines";
import type { LogGroup } from "@furu/core/logs/streams";

interface PickerProps {
  readonly groups: readonly LogGroup[];
  readonly group: LogGroup;
  readonly shown: Shown;
  readonly pickPlace: (place: string) => void;
  readonly pickStream: (shown: Shown) => void;
}

/** Which attempt, and which of its logs. */
export function LogPicker({ groups, group, shown, pickPlace, pickStream }: PickerProps) {
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" disabled={groups.length < 2}>
            {group.label}
            {groups.length > 1 && <ChevronDown aria-hidden />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {groups.map(({ place, label }) => (
            <DropdownMenuCheckboxItem
              key={place}
              checked={place === group.place}
              onSelect={() => pickPlace(place)}
            >
              {label}
            </DropdownMenuCheckboxItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <ToggleGroup
        type="single"
        aria-label="Log"
        value={shown}
        onValueChange={(next) => next !== "" && pickStream(next as Shown)}
      >
        {group.files.map(({ stream, size }) => (
          <ToggleGroupItem key={stream} value={stream} title={`${streamHolds(stream)}, ${formatBytes(size)}`}>
            {streamLabel(stream)}
          </ToggleGroupItem>
        ))}
        {group.files.length > 1 && (
          <ToggleGroupItem value="merged" title="All that carries times, by time">
            merged
          </ToggleGroupItem>
        )}
      </ToggleGroup>
    </>
  );
}

interface ActionsProps {
  readonly live: boolean;
  readonly following: boolean;
  readonly follow: (on: boolean) => void;
  readonly wrap: boolean;
  readonly setWrap: (wrap: boolean) => void;
  readonly text: () => string;
  readonly download: string | null;
}

/** What is done with the lines: follow, wrap, copy, download. */
export function LogActions({ live, following, follow, wrap, setWrap, text, download }: ActionsProps) {
  return (
    <div className="ml-auto flex items-center gap-1">
      <Button
        variant={following ? "secondary" : "ghost"}
        aria-pressed={following}
        onClick={() => follow(!following)}
      >
        <ArrowDownToLine aria-hidden />
        {live ? (following ? "Following" : "Follow") : "End"}
      </Button>
      <Hint text="Wrap long lines">
        <Button
          variant="ghost"
          size="icon"
          aria-label="Wrap long lines"
          aria-pressed={wrap}
          className="aria-pressed:bg-accent aria-pressed:text-foreground"
          onClick={() => setWrap(!wrap)}
        >
          <WrapText aria-hidden />
        </Button>
      </Hint>
      <CopyLines text={text} />
      {download !== null && (
        <Hint text="Download the whole log">
          <Button asChild variant="ghost" size="icon">
            <a href={download} download aria-label="Download the whole log">
              <Download aria-hidden />
            </a>
          </Button>
        </Hint>
      )}
    </div>
  );
}

/** Copies the lines that were read, without their colours. */
function CopyLines({ text }: { text: () => string }) {
  const { copied, copy } = useCopy();
  return (
    <Hint text={copied === null ? "Copy the lines that are loaded" : "Copied"}>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Copy the lines"
        onClick={() => void copy(text(), "lines")}
      >
        {copied === null ? <Copy aria-hidden /> : <Check aria-hidden />}
        <span role="status" className="sr-only">
          {copied === null ? "" : "Copied"}
        </span>
      </Button>
    </Hint>
  );
}
