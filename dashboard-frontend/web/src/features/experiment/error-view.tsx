import { CopyButton } from "@/components/copy-button";
import { Section } from "@/components/section";
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

/** A traceback as Python prints it; long ones scroll in their own box. */
export function Traceback({ text }: { text: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Traceback"
      className="max-h-96 overflow-auto rounded-md border bg-rail px-3 py-2 font-mono text-xs leading-[18px]"
    >
      {text}
    </pre>
  );
}
