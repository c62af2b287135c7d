import { experimentId } from "@furu/core/format/identity";
import { Link } from "@tanstack/react-router";
import { Digest } from "./digest";
import { StateIcon } from "./state-icon";
import { cn } from "./ui/class-names";
import type { State } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

interface ExperimentLinkProps {
  readonly namespace: string;
  readonly digest: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A link to an experiment's page. */
export function ExperimentLink({ namespace, digest, children, className }: ExperimentLinkProps) {
  return (
    <Link
      to="/experiments/$id"
      params={{ id: experimentId({ namespace, digest }) }}
      className={cn("rounded-sm underline-offset-[3px] hover:underline", className)}
    >
      {children}
    </Link>
  );
}

interface ExperimentNameProps {
  readonly experiment: {
    readonly namespace: string;
    readonly class_name: string;
    readonly digest: string;
    readonly name: string | null;
    readonly state: State;
  };
}

/** State, class, digest and the given name, as one link. */
export function ExperimentName({ experiment }: ExperimentNameProps) {
  const { namespace, class_name, digest, name, state } = experiment;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StateIcon state={state} label={state} />
      <ExperimentLink
        namespace={namespace}
        digest={digest}
        className="flex max-w-[75%] shrink-0 items-baseline gap-2"
      >
        <span className="truncate font-medium">{class_name}</span>
        <Digest digest={digest} className="text-muted-foreground" />
      </ExperimentLink>
      {name !== null && <span className="min-w-0 truncate text-muted-foreground">{name}</span>}
    </span>
  );
}
