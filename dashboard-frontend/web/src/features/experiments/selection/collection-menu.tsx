import { formatCount } from "@furu/core/format/number";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { FolderMinus, FolderPlus, Plus } from "lucide-react";
import { useState } from "react";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { queries } from "@/hooks/queries";
import type { useLabelling } from "@/hooks/use-labelling";

const ITEM =
  "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-accent data-[disabled=true]:opacity-50";

/** Put what is selected into a collection, a new one if need be, or take it out. */
export function CollectionMenu({
  labelling: { pick, create, busy },
}: {
  labelling: ReturnType<typeof useLabelling>;
}) {
  const [text, setText] = useState("");
  const [remove, setRemove] = useState(false);
  const { data } = useQuery(queries.collections());
  const name = text.trim();
  const found = data?.items.filter((one) => one.name.toLowerCase().includes(name.toLowerCase())) ?? [];
  const Icon = remove ? FolderMinus : FolderPlus;
  return (
    <Command shouldFilter={false} label="Collections" className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="A collection, or the name of a new one"
        className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint-foreground"
      />
      <Command.List className="max-h-72 min-h-0 flex-1 overflow-y-auto p-1">
        {name === "" && found.length === 0 && (
          <p className="px-2 py-3 text-muted-foreground">
            No collections yet: write the name of the first one.
          </p>
        )}
        {found.map((one) => (
          <Command.Item
            key={one.slug}
            value={one.slug}
            disabled={busy}
            onSelect={() => pick(one.slug, one.name, remove)}
            className={ITEM}
          >
            <Icon aria-hidden className="size-4 text-muted-foreground" />
            <span className="min-w-0 flex-1 truncate">{one.name}</span>
            <span className="text-xs text-muted-foreground tabular">{formatCount(one.size)}</span>
          </Command.Item>
        ))}
        {name !== "" && !remove && !found.some((one) => one.name === name) && (
          <Command.Item value={`new ${name}`} disabled={busy} onSelect={() => create(name)} className={ITEM}>
            <Plus aria-hidden className="size-4 text-muted-foreground" />
            <span className="truncate">New collection {name}</span>
          </Command.Item>
        )}
      </Command.List>
      <div className="border-t p-1.5">
        <ToggleGroup
          type="single"
          aria-label="Add or take out"
          value={remove ? "remove" : "add"}
          onValueChange={(value) => value !== "" && setRemove(value === "remove")}
        >
          <ToggleGroupItem value="add">Add</ToggleGroupItem>
          <ToggleGroupItem value="remove">Take out</ToggleGroupItem>
        </ToggleGroup>
      </div>
    </Command>
  );
}
