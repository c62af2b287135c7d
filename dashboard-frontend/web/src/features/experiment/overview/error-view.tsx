import { CopyButton } from "@/components/copy-button";
import { Section } from "@/components/section";
import { Traceback } from "@/components/traceback";
import type { ErrorRecord } from "@furu/core/api/schema.gen";

/** What went wrong: type and message first, then the whole traceback. */
export function ErrorView({ error: { type, message, traceback } }: { error: ErrorRecord }) {
  return (
    <Section title="Error" actions={<CopyButton what="traceback" text={traceback} />}>
      <div className="flex flex-col gap-3 px-4 py-3">
        <p className="font-mono text-sm break-words whitespace-pre-wrap">
          <span className="font-semibold text-destructive">{type}</span>
          {message !== "" && `: ${message}`}
        </p>
        <Traceback text={traceback} />
      </div>
    </Section>
  );
}
