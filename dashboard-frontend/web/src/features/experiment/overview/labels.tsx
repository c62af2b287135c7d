import { useState } from "react";
import { Section } from "@/components/section";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useLabels } from "@/hooks/use-labels";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";
import type { SyntheticEvent } from "react";

/** What people call it: name, tags and notes, edited in place. */
export function Labels({ detail }: { detail: ExperimentDetail }) {
  const [editing, setEditing] = useState(false);
  return (
    <Section
      title="Labels"
      actions={
        !editing && (
          <Button variant="ghost" size="sm" onClick={() => setEditing(true)} aria-label="Edit labels">
            Edit
          </Button>
        )
      }
    >
      {editing ? <LabelForm detail={detail} done={() => setEditing(false)} /> : <LabelText detail={detail} />}
    </Section>
  );
}

function LabelText({ detail: { experiment, labels } }: { detail: ExperimentDetail }) {
  const { name, tags } = experiment;
  const notes = labels?.notes ?? "";
  if (name === null && tags.length === 0 && notes === "") {
    return <p className="px-4 py-3 text-muted-foreground">It has no name, no tags and no notes.</p>;
  }
  return (
    <dl className="flex flex-col gap-1 px-4 py-3">
      <LabelRow term="Name">{name}</LabelRow>
      <LabelRow term="Tags">{tags.length === 0 ? null : tags.join(", ")}</LabelRow>
      <LabelRow term="Notes">{notes === "" ? null : notes}</LabelRow>
    </dl>
  );
}

function LabelRow({ term, children }: { term: string; children: string | null }) {
  return (
    children !== null && (
      <div className="grid min-h-5 grid-cols-[88px_minmax(0,1fr)] items-baseline gap-x-3">
        <dt className="text-muted-foreground">{term}</dt>
        <dd className="[overflow-wrap:anywhere] whitespace-pre-wrap">{children}</dd>
      </div>
    )
  );
}

function LabelForm({ detail: { experiment, labels }, done }: { detail: ExperimentDetail; done: () => void }) {
  const { save, saving, problem } = useLabels(experiment.id, done);
  const [name, setName] = useState(experiment.name ?? "");
  const [tags, setTags] = useState(experiment.tags.join(" "));
  const [notes, setNotes] = useState(labels?.notes ?? "");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save({
      ...(name === (experiment.name ?? "") ? {} : { name }),
      tags: tags.split(/[\s,]+/).filter(Boolean),
      notes,
    });
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && done()}
      className="flex max-w-xl flex-col gap-2 px-4 py-3"
    >
      <LabelField label="Name" value={name} write={setName} placeholder="As its class says" />
      <LabelField label="Tags" value={tags} write={setTags} placeholder="Separated by spaces" />
      <LabelField label="Notes" value={notes} write={setNotes} long />
      {problem !== null && (
        <p role="alert" className="text-destructive">
          {problem.detail}
        </p>
      )}
      <div className="flex gap-2 pl-[100px]">
        <Button type="submit" disabled={saving !== null}>
          Save labels
        </Button>
        <Button variant="ghost" onClick={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface LabelFieldProps {
  readonly label: string;
  readonly value: string;
  readonly write: (text: string) => void;
  readonly placeholder?: string;
  /** Whether it may have several lines. */
  readonly long?: boolean;
}

function LabelField({ label, value, write, placeholder, long = false }: LabelFieldProps) {
  const id = `label-${label.toLowerCase()}`;
  return (
    <div className="grid grid-cols-[88px_minmax(0,1fr)] items-start gap-x-3">
      <label htmlFor={id} className="pt-1 text-muted-foreground">
        {label}
      </label>
      {long ? (
        <textarea
          id={id}
          rows={4}
          value={value}
          onChange={(event) => write(event.target.value)}
          className="w-full rounded-md border border-input bg-background px-2 py-1 text-sm"
        />
      ) : (
        <Input
          id={id}
          autoFocus={label === "Name"}
          value={value}
          onChange={(event) => write(event.target.value)}
          placeholder={placeholder}
        />
      )}
    </div>
  );
}
