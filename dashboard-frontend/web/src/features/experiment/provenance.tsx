import { CopyButton } from "@/components/copy-button";
import { Fact, FactList } from "@/components/fact-list";
import { Section, SectionNote } from "@/components/section";
import { Badge } from "@/components/ui/badge";
import type { AttemptRecord, GitRecord } from "@furu/core/api/schema.gen";

/** From what and where the last attempt ran. */
export function Provenance({ attempt: { environment, owner, number } }: { attempt: AttemptRecord }) {
  if (environment === null) {
    return (
      <Section title="Provenance">
        <SectionNote>No environment was recorded.</SectionNote>
      </Section>
    );
  }
  const { furu, python, platform, command, directory, git } = environment;
  const line = command.join(" ");
  return (
    <Section title="Provenance" count={`attempt ${String(number)}`}>
      <FactList>
        {git !== null && <GitFacts git={git} />}
        <Fact label="Command" mono action={<CopyButton what="command" text={line} />}>
          {line}
        </Fact>
        <Fact label="Folder" mono>
          {directory}
        </Fact>
        <Fact label="Host">
          {owner.user}@{owner.host}
        </Fact>
        <Fact label="Python">{python}</Fact>
        <Fact label="furu">{furu}</Fact>
        <Fact label="Platform" mono>
          {platform}
        </Fact>
      </FactList>
    </Section>
  );
}

function GitFacts({ git: { commit, branch, remote, dirty, note } }: { git: GitRecord }) {
  return (
    <>
      {commit !== null && (
        <Fact label="Commit" mono action={<CopyButton what="commit" text={commit} />}>
          {commit.slice(0, 12)}
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
