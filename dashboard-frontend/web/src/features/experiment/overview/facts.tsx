import { moduleOf } from "@furu/core/format/identity";
import { CopyButton } from "@/components/copy-button";
import { Fact, FactList } from "@/components/fact-list";
import { Section } from "@/components/section";
import type { ExperimentDetail } from "@furu/core/api/schema.gen";

/** Where it is and what it is called. */
export function Facts({ detail }: { detail: ExperimentDetail }) {
  const { experiment, directory, labels } = detail;
  const { namespace, digest, module, bases, schema, version_controlled } = experiment;
  return (
    <Section title="Identity">
      <FactList>
        <Fact label="Class" mono>
          {namespace}
        </Fact>
        {module !== moduleOf(namespace) && (
          <Fact label="Module" mono>
            {module}
          </Fact>
        )}
        {bases.length > 0 && (
          <Fact label="Bases" mono>
            {bases.join(", ")}
          </Fact>
        )}
        <Fact label="Hash" mono action={<CopyButton what="full hash" text={digest} />}>
          {digest}
        </Fact>
        <Fact label="Directory" mono action={<CopyButton what="directory" text={directory} />}>
          {directory}
        </Fact>
        {schema !== null && (
          <Fact label="Schema" mono>
            {schema.slice(0, 12)}
          </Fact>
        )}
        {version_controlled && <Fact label="Kept in">version control</Fact>}
        {labels !== null && labels.notes !== "" && <Fact label="Notes">{labels.notes}</Fact>}
      </FactList>
    </Section>
  );
}
