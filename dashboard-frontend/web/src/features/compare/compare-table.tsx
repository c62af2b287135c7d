import { compareParts, nameOf } from "@furu/core/compare/table";
import { Pin, X } from "lucide-react";
import { useState } from "react";
import { CompareLine } from "./compare-line";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { Hint } from "@/components/hint";
import { StateIcon } from "@/components/state-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import type { Better } from "@furu/core/compare/table";
import type { Comparison, Experiment } from "@furu/core/api/schema.gen";

interface CompareTableProps {
  readonly comparison: Comparison;
  readonly all: boolean;
  readonly pickBaseline: (id: string) => void;
  readonly remove: (id: string) => void;
}

/** A column an experiment, a row a path; the heads and the paths stay in view. */
export function CompareTable({ comparison, all, pickBaseline, remove }: CompareTableProps) {
  const { experiments, baseline, rows } = comparison;
  const [better, setBetter] = useState<Readonly<Record<string, Better>>>({});
  const base = experiments.findIndex(({ id }) => id === baseline);
  return (
    <table className="border-separate border-spacing-0 text-left">
      <thead>
        <tr>
          <th className="sticky top-0 left-0 z-30 w-40 min-w-40 border-r border-b bg-background px-4 text-xs font-normal text-muted-foreground sm:w-64 sm:min-w-64">
            Path
          </th>
          {experiments.map((experiment) => (
            <th
              key={experiment.id}
              scope="col"
              className="sticky top-0 z-20 h-12 min-w-44 border-b bg-background px-3 font-normal"
            >
              <Head
                experiment={experiment}
                isBase={experiment.id === baseline}
                pick={() => pickBaseline(experiment.id)}
                remove={experiments.length > 1 ? () => remove(experiment.id) : null}
              />
            </th>
          ))}
        </tr>
      </thead>
      {compareParts(rows, all).map(({ part, label, rows: shown, equal }) => (
        <tbody key={part}>
          <PartHead label={label} columns={experiments.length + 1} shown={shown.length} equal={equal} />
          {shown.map((row) => {
            const key = `${part} ${row.path}`;
            return (
              <CompareLine
                key={key}
                row={row}
                base={base}
                better={better[key]}
                rank={(next) => setBetter((before) => ({ ...before, [key]: next }))}
              />
            );
          })}
        </tbody>
      ))}
    </table>
  );
}

interface PartHeadProps {
  readonly label: string;
  readonly columns: number;
  readonly shown: number;
  readonly equal: number;
}

function PartHead({ label, columns, shown, equal }: PartHeadProps) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={columns} className="h-9 border-b bg-muted px-4 text-sm font-semibold">
        <span className="sticky left-4">
          {label}
          {equal > 0 && (
            <span className="ml-2 font-normal text-muted-foreground">
              {shown === 0 ? "no difference" : `${String(equal)} equal`}
            </span>
          )}
        </span>
      </th>
    </tr>
  );
}

interface HeadProps {
  readonly experiment: Experiment;
  readonly isBase: boolean;
  readonly pick: () => void;
  readonly remove: (() => void) | null;
}

function Head({ experiment, isBase, pick, remove }: HeadProps) {
  const { namespace, digest, class_name, name, state } = experiment;
  return (
    <div className="flex items-center gap-1.5">
      <StateIcon state={state} label={state} />
      <ExperimentLink namespace={namespace} digest={digest} className="flex min-w-0 flex-col leading-4">
        <span className="max-w-48 truncate font-medium">{name ?? class_name}</span>
        <Digest digest={digest} className="text-xs text-muted-foreground" />
      </ExperimentLink>
      <span className="ml-auto flex">
        <Hint text={isBase ? "The others are held against this one" : "Hold the others against this one"}>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Baseline: ${nameOf(experiment)}`}
            aria-pressed={isBase}
            className={cn(isBase && "bg-selected text-foreground")}
            onClick={pick}
          >
            <Pin aria-hidden />
          </Button>
        </Hint>
        {remove !== null && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Leave out ${nameOf(experiment)}`}
            onClick={remove}
          >
            <X aria-hidden />
          </Button>
        )}
      </span>
    </div>
  );
}
