import { commandLine } from "@furu/core/runs";
import { CopyButton } from "@/components/copy-button";
import { Fact, FactList } from "@/components/fact-list";
import { Section } from "@/components/section";
import { Ago } from "@/components/times";
import type { RunDetail } from "@furu/core/api/schema.gen";

/** Who started it, with what, and where it is written down. */
export function RunFacts({ detail: { run, options, path } }: { detail: RunDetail }) {
  const command = commandLine(run.command);
  return (
    <Section title="Run">
      <FactList>
        <Fact label="Id" mono action={<CopyButton what="id" text={run.id} />}>
          {run.id}
        </Fact>
        <Fact label="Command" mono action={<CopyButton what="command" text={command} />}>
          {command}
        </Fact>
        <Fact label="Backend" mono={options["backend"] !== undefined}>
          {options["backend"] ?? run.backend}
        </Fact>
        <Fact label="Driver">
          {run.user}@{run.host}
        </Fact>
        <Fact label="Directory" mono>
          {run.directory}
        </Fact>
        {run.ended_at !== null && (
          <Fact label="Ended">
            <Ago at={run.ended_at} />
          </Fact>
        )}
        <Fact label="Records" mono action={<CopyButton what="path" text={path} />}>
          {path}
        </Fact>
      </FactList>
    </Section>
  );
}
