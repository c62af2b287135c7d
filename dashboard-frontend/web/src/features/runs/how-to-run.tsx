import { CopyButton } from "@/components/copy-button";
import { Empty } from "@/components/empty";

const COMMAND = "furu run my_project.sweep:nodes";
const CODE = "furu.run(nodes, on=furu.Local())";

/** No runs yet: how to start one. */
export function HowToRun() {
  return (
    <Empty title="No runs yet">
      <p>
        A run computes what is missing of many config objects, here or on a cluster. Start one in a terminal:
      </p>
      <Snippet text={COMMAND} what="command" />
      <p>or in Python:</p>
      <Snippet text={CODE} what="code" />
      <p>It appears here by itself, with its progress, workers and failures.</p>
    </Empty>
  );
}

function Snippet({ text, what }: { text: string; what: string }) {
  return (
    <p className="my-2 inline-flex max-w-full items-center gap-1 rounded-md border bg-rail py-1 pr-1 pl-3 text-foreground">
      <code className="font-mono text-xs break-all">{text}</code>
      <CopyButton what={what} text={text} />
    </p>
  );
}
