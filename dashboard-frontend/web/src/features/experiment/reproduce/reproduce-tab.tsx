import { gitCommands, rootOf, shellLine } from "@furu/core/experiment/code";
import { patchAddress } from "@furu/core/api/file-queries";
import { CodeBlock } from "./code-block";
import { Packages } from "./packages";
import { PatchView } from "./patch-view";
import { Fact, FactList } from "@/components/fact-list";
import { CopyButton } from "@/components/copy-button";
import { Section, SectionNote } from "@/components/section";
import { Badge } from "@/components/ui/badge";
import type {
  AttemptRecord,
  EnvironmentRecord,
  ExperimentDetail,
  GitRecord,
} from "@furu/core/api/schema.gen";

/** How to have it again: the code it came from, the packages, and the object itself. */
export function ReproduceTab({ detail }: { detail: ExperimentDetail }) {
  const { attempts, success, python } = detail;
  const attempt = attempts.find(({ number }) => number === success?.attempt) ?? attempts.at(-1);
  return (
    <div className="divide-y">
      {python !== null && (
        <Section title="Python" actions={<CopyButton what="Python code" text={python} />}>
          <CodeBlock text={python} language="python" label="Python code" />
        </Section>
      )}
      {attempt === undefined ? (
        <SectionNote>It was never attempted, so nothing is known of the code it would run.</SectionNote>
      ) : attempt.environment === null ? (
        <SectionNote>Attempt {attempt.number} recorded no environment.</SectionNote>
      ) : (
        <Origin detail={detail} attempt={attempt} environment={attempt.environment} />
      )}
    </div>
  );
}

interface OriginProps {
  readonly detail: ExperimentDetail;
  readonly attempt: AttemptRecord;
  readonly environment: EnvironmentRecord;
}

function Origin({ detail: { experiment, directory: folder }, attempt, environment }: OriginProps) {
  const { git, command, directory, python, furu, platform, packages, locks } = environment;
  const held = { id: experiment.id, updated: experiment.updated_at };
  const line = shellLine(command);
  return (
    <>
      <Section title="Environment" count={`attempt ${String(attempt.number)}`}>
        <FactList>
          {git !== null && <GitFacts git={git} />}
          <Fact label="Command" mono action={<CopyButton what="command" text={line} />}>
            {line}
          </Fact>
          <Fact label="Folder" mono>
            {directory}
          </Fact>
          <Fact label="Python">{python}</Fact>
          <Fact label="furu">{furu}</Fact>
          <Fact label="Platform" mono>
            {platform}
          </Fact>
          {Object.keys(locks).length > 0 && <Fact label="Locked by">{Object.keys(locks).join(", ")}</Fact>}
        </FactList>
      </Section>
      {git?.commit != null && (
        <BackToCode
          git={git}
          root={rootOf(folder, experiment)}
          patchFile={`${experiment.digest.slice(0, 8)}-attempt-${String(attempt.number)}.patch`}
        />
      )}
      {git?.patch != null && (
        <PatchView
          held={held}
          number={attempt.number}
          address={patchAddress(experiment.id, attempt.number)}
        />
      )}
      {packages !== null && <Packages held={held} number={attempt.number} />}
    </>
  );
}

function BackToCode({ git, patchFile, root }: { git: GitRecord; patchFile: string; root: string }) {
  const text = gitCommands(git, patchFile, root).join("\n");
  return (
    <Section title="Bring the code back" actions={<CopyButton what="git commands" text={text} />}>
      <CodeBlock text={text} language="bash" label="git commands" />
      {git.patch !== null && (
        <SectionNote className="pt-0">
          The last line needs the patch below, downloaded into the folder.
        </SectionNote>
      )}
    </Section>
  );
}

function GitFacts({ git: { commit, branch, remote, dirty, note } }: { git: GitRecord }) {
  return (
    <>
      {commit !== null && (
        <Fact label="Commit" mono action={<CopyButton what="commit" text={commit} />}>
          {commit}
          {branch !== null && <span className="text-muted-foreground"> {branch}</span>}{" "}
          {dirty === true && (
            <Badge variant="outline" className="h-4 px-1 font-sans" title="The working tree had changes">
              modified
            </Badge>
          )}
        </Fact>
      )}
      {remote !== null && (
        <Fact label="Remote" mono>
          {remote}
        </Fact>
      )}
      {note !== null && <Fact label="Git">{note}</Fact>}
    </>
  );
}
