import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Section } from "@/components/section";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import { useLabels } from "@/hooks/use-labels";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/hooks/queries";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";
import type { SyntheticEvent } from "react";

/** Name, tags and notes, each changed where it stands. */
export function LabelsSection({ detail: { experiment, labels } }: { detail: ExperimentDetail }) {
  const { save, saving, problem } = useLabels(experiment.id);
  return (
    <Section title="Labels" {...(saving === null ? {} : { count: "saving…" })}>
      <div className="flex flex-col gap-2 px-4 py-3">
        <Edited
          label="Name"
          value={saving?.name ?? experiment.name ?? ""}
          nothing="Give it a name"
          save={(name) => save({ name })}
        />
        <Tags tags={saving?.tags ?? experiment.tags} save={(tags) => save({ tags })} />
        <Edited
          label="Notes"
          value={saving?.notes ?? labels?.notes ?? ""}
          nothing="Write a note"
          long
          save={(notes) => save({ notes })}
        />
        {problem !== null && (
          <p role="alert" className="text-destructive">
            {problem.detail} {problem.hint}
          </p>
        )}
      </div>
    </Section>
  );
}

interface EditedProps {
  readonly label: string;
  readonly value: string;
  readonly nothing: string;
  readonly long?: boolean;
  readonly save: (value: string) => void;
}

const FIELD =
  "w-full min-w-0 rounded-md border border-transparent bg-transparent px-2 text-sm hover:border-input focus:border-input focus:bg-background placeholder:text-faint-foreground";

/** A text that is changed where it stands: Enter or leaving saves it, Escape does not. */
function Edited({ label, value, nothing, long = false, save }: EditedProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const finish = () => {
    if (draft !== null && draft.trim() !== value) {
      save(draft.trim());
    }
    setDraft(null);
  };
  const Field = long ? "textarea" : "input";
  return (
    <div className="grid grid-cols-[52px_minmax(0,1fr)] items-start">
      <label htmlFor={id} className="pt-1 text-muted-foreground">
        {label}
      </label>
      <Field
        id={id}
        value={draft ?? value}
        placeholder={nothing}
        {...(long ? { rows: 3 } : {})}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            setDraft(null);
          }
          if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey)) {
            finish();
          }
        }}
        className={cn(FIELD, long ? "resize-y py-1" : "h-7")}
      />
    </div>
  );
}

function Tags({ tags, save }: { tags: readonly string[]; save: (tags: readonly string[]) => void }) {
  const [text, setText] = useState("");
  const known = useId();
  const { data } = useQuery(queries.tags(""));
  const add = (event: SyntheticEvent) => {
    event.preventDefault();
    const name = text.trim();
    if (name !== "" && !tags.includes(name)) {
      save([...tags, name]);
    }
    setText("");
  };
  return (
    <div className="grid grid-cols-[52px_minmax(0,1fr)] items-start">
      <span className="pt-1 text-muted-foreground">Tags</span>
      <div className="flex min-w-0 flex-wrap items-center gap-1 px-2">
        {tags.map((tag) => (
          <Badge key={tag} className="pr-0.5">
            <span className="truncate">{tag}</span>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove tag ${tag}`}
              className="size-4 [&_svg]:size-3"
              onClick={() => save(tags.filter((one) => one !== tag))}
            >
              <X aria-hidden />
            </Button>
          </Badge>
        ))}
        <form onSubmit={add} className="flex min-w-24 flex-1 items-center">
          <Input
            aria-label="Add a tag"
            list={known}
            value={text}
            placeholder="Add a tag"
            onChange={(event) => setText(event.target.value)}
            className="h-6 border-transparent bg-transparent px-1 hover:border-input focus:border-input"
          />
          <datalist id={known}>
            {data?.items.map(({ tag }) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
          {text.trim() !== "" && (
            <Button type="submit" variant="ghost" size="icon-sm" aria-label="Add the tag">
              <Plus aria-hidden />
            </Button>
          )}
        </form>
      </div>
    </div>
  );
}
