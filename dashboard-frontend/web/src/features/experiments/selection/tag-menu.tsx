import { is } from "@furu/core/query/write";
import { countSelected } from "@furu/core/selection";
import { formatCount } from "@furu/core/format/number";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check, Minus, Plus } from "lucide-react";
import { useState } from "react";
import { queries } from "@/hooks/queries";
import type { useLabelling } from "@/hooks/use-labelling";
import type { Selection } from "@furu/core/selection";

interface TagMenuProps {
  readonly selection: Selection;
  readonly labelling: ReturnType<typeof useLabelling>;
}

/** Ids that fit into a query; of more, it is not said which tags they have. */
const MOST_ASKED = 200;

const ITEM =
  "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-accent data-[disabled=true]:opacity-50";

/** Tags to add to what is selected, or to take away: a check where all of it has the tag, a dash where some has. */
export function TagMenu({ selection, labelling: { tag, busy } }: TagMenuProps) {
  const [text, setText] = useState("");
  const q = queryOf(selection);
  const { data: known } = useQuery({ ...queries.tags(""), placeholderData: keepPreviousData });
  const { data: here } = useQuery({
    ...queries.tags(q ?? ""),
    enabled: q !== null,
    placeholderData: keepPreviousData,
  });
  const count = countSelected(selection);
  const having = new Map(here?.items.map((one) => [one.tag, one.count]) ?? []);
  const name = text.trim();
  const tags = known?.items.filter((one) => one.tag.toLowerCase().includes(name.toLowerCase())) ?? [];
  const choose = (chosen: string) => {
    setText("");
    tag(chosen, having.get(chosen) === count);
  };
  return (
    <Command shouldFilter={false} label="Tags" className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Add a tag"
        className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint-foreground"
      />
      <Command.List className="max-h-72 min-h-0 flex-1 overflow-y-auto p-1">
        {name === "" && tags.length === 0 && (
          <p className="px-2 py-3 text-muted-foreground">No tags yet: write the first one.</p>
        )}
        {name !== "" && !tags.some((one) => one.tag === name) && (
          <Command.Item value={`new ${name}`} disabled={busy} onSelect={() => choose(name)} className={ITEM}>
            <Plus aria-hidden className="size-4 text-muted-foreground" />
            <span className="truncate">New tag {name}</span>
          </Command.Item>
        )}
        {tags.map((one) => (
          <Command.Item
            key={one.tag}
            value={one.tag}
            disabled={busy}
            onSelect={() => choose(one.tag)}
            className={ITEM}
          >
            <Having some={(having.get(one.tag) ?? 0) > 0} all={having.get(one.tag) === count} />
            <span className="min-w-0 flex-1 truncate">{one.tag}</span>
            <span className="text-xs text-muted-foreground tabular">{formatCount(one.count)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

function Having({ some, all }: { some: boolean; all: boolean }) {
  return (
    <span className="flex size-4 shrink-0 items-center justify-center [&>svg]:size-4">
      {all ? (
        <Check role="img" aria-label="all have it" />
      ) : (
        some && <Minus role="img" aria-label="some have it" className="text-muted-foreground" />
      )}
    </span>
  );
}

function queryOf(selection: Selection): string | null {
  if (selection.kind === "all") {
    return selection.q;
  }
  return selection.ids.size > MOST_ASKED ? null : is("id", ...selection.ids);
}
