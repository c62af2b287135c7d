import { definedIn } from "@furu/core/tree/tree";
import { ChevronRight } from "lucide-react";
import { useId } from "react";
import { Digest } from "@/components/digest";
import { ExperimentLink } from "@/components/experiment-link";
import { StateIcon } from "@/components/state-icon";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { LeafKind } from "@furu/core/tree/tagged";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";
import type { ReactNode } from "react";

interface TreeLineProps {
  readonly row: TreeRow;
  readonly tabStop: boolean;
  readonly toggle: () => void;
  readonly focus: () => void;
  readonly actions?: ReactNode;
  readonly leaf?: ReactNode;
}

/** One line of a tree; what can be done with it stands at its end while it has the pointer or the focus. */
export function TreeLine({
  row: { node, level, open },
  tabStop,
  toggle,
  focus,
  actions,
  leaf,
}: TreeLineProps) {
  const folds = node.children !== null;
  const name = useId();
  return (
    <div
      role="treeitem"
      aria-labelledby={name}
      aria-level={level}
      aria-selected={false}
      {...(folds ? { "aria-expanded": open } : {})}
      tabIndex={tabStop ? 0 : -1}
      data-path={node.path}
      onFocus={focus}
      className="group flex min-h-6 items-start pr-2 font-mono text-xs leading-6 hover:bg-accent"
    >
      <Indent depth={level - 1} />
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        onClick={toggle}
        className={cn(
          "flex h-6 w-5 shrink-0 items-center justify-center text-faint-foreground",
          !folds && "invisible",
        )}
      >
        <ChevronRight className={cn("size-3.5 transition-transform duration-100", open && "rotate-90")} />
      </button>
      <span
        id={name}
        className="flex min-w-0 flex-wrap items-center gap-x-2"
        onClick={folds && node.link === null ? toggle : undefined}
      >
        <span className="[overflow-wrap:anywhere] text-muted-foreground" title={node.path}>
          {node.key}
        </span>
        <TreeValue node={node} leaf={leaf} />
      </span>
      {actions !== undefined && (
        <span className="ml-auto flex shrink-0 items-center gap-0.5 pl-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
          {actions}
        </span>
      )}
    </div>
  );
}

/** One hairline a level, so that the eye can follow a branch down. */
function Indent({ depth }: { depth: number }) {
  return (
    <span aria-hidden className="flex shrink-0 self-stretch pl-2.5">
      {Array.from({ length: depth }, (_, level) => (
        <span key={level} className="ml-[9px] w-[10px] border-l" />
      ))}
    </span>
  );
}

function TreeValue({ node, leaf: drawn }: { node: TreeNode; leaf?: ReactNode }) {
  const { leaf, link, label, note } = node;
  return (
    <>
      {link !== null && (
        <span className="flex items-center gap-1.5" title={definedIn(link.namespace)}>
          {link.state !== null && <StateIcon state={link.state} label={link.state} className="size-3.5" />}
          <ExperimentLink
            namespace={link.namespace}
            digest={link.digest}
            className="flex items-baseline gap-1.5"
          >
            <span className="font-sans text-sm font-medium">{label}</span>
            <Digest digest={link.digest} className="text-muted-foreground" />
          </ExperimentLink>
        </span>
      )}
      {drawn}
      {!isDrawn(drawn) && leaf !== null && <LeafText kind={leaf.kind} text={leaf.text} />}
      {link === null && label !== "" && <span className="text-faint-foreground">{label}</span>}
      {(note === "not in digest" || note === "declared") && (
        <Badge variant="outline" className="h-4 px-1 font-sans">
          {note}
        </Badge>
      )}
    </>
  );
}

/** Whether a leaf has been drawn in a way of its own. */
function isDrawn(drawn: ReactNode): boolean {
  return drawn !== undefined && drawn !== null && drawn !== false;
}

const COLOURS: Readonly<Record<LeafKind, string>> = {
  text: "text-code-text",
  number: "text-code-number",
  truth: "text-code-truth",
  nothing: "text-faint-foreground",
  other: "text-code-other",
  file: "text-foreground",
};

function LeafText({ kind, text }: { kind: LeafKind; text: string }) {
  return (
    <span className={cn("min-w-0 break-words whitespace-pre-wrap", COLOURS[kind])}>
      {kind === "text" ? JSON.stringify(text) : text}
    </span>
  );
}
