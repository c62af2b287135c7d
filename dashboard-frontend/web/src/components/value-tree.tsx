import { definedIn } from "@furu/core/tree/tree";
import { ChevronRight } from "lucide-react";
import { Digest } from "./digest";
import { ExperimentLink } from "./experiment-link";
import { Section, SectionNote } from "./section";
import { StateIcon } from "./state-icon";
import { Badge } from "./ui/badge";
import { Button } from "./ui/button";
import { cn } from "./ui/class-names";
import { useTree } from "@/hooks/use-tree";
import type { LeafKind } from "@furu/core/tree/tagged";
import type { TreeNode, TreeRow } from "@furu/core/tree/tree";

interface ValueTreeProps {
  readonly title: string;
  readonly roots: readonly TreeNode[];
  readonly nothing: string;
}

/** A config or a result as lines that fold; nested nodes are links with their state. */
export function ValueTree({ title, roots, nothing }: ValueTreeProps) {
  const { container, rows, tabStop, toggle, setFocused, onKeyDown, openAll, closeAll } = useTree(roots);
  const folds = roots.some(({ children }) => children !== null);
  return (
    <Section
      title={title}
      actions={
        folds && (
          <>
            <Button variant="ghost" size="sm" onClick={openAll} aria-label={`Expand all of ${title}`}>
              Expand all
            </Button>
            <Button variant="ghost" size="sm" onClick={closeAll} aria-label={`Collapse all of ${title}`}>
              Collapse
            </Button>
          </>
        )
      }
    >
      {roots.length === 0 ? (
        <SectionNote>{nothing}</SectionNote>
      ) : (
        <div
          ref={container}
          role="tree"
          aria-label={title}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          className="py-1.5"
        >
          {rows.map((row) => (
            <TreeLine
              key={row.node.path}
              row={row}
              tabStop={row.node.path === tabStop}
              toggle={() => toggle(row.node.path)}
              focus={() => setFocused(row.node.path)}
            />
          ))}
        </div>
      )}
    </Section>
  );
}

interface TreeLineProps {
  readonly row: TreeRow;
  readonly tabStop: boolean;
  readonly toggle: () => void;
  readonly focus: () => void;
}

function TreeLine({ row: { node, level, open }, tabStop, toggle, focus }: TreeLineProps) {
  const folds = node.children !== null;
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={false}
      {...(folds ? { "aria-expanded": open } : {})}
      tabIndex={tabStop ? 0 : -1}
      data-path={node.path}
      onFocus={focus}
      className="flex min-h-6 items-start pr-4 font-mono text-xs leading-6 hover:bg-accent"
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
        className="flex min-w-0 flex-wrap items-center gap-x-2"
        onClick={folds && node.link === null ? toggle : undefined}
      >
        <span className="[overflow-wrap:anywhere] text-muted-foreground" title={node.path}>
          {node.key}
        </span>
        <TreeValue node={node} />
      </span>
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

function TreeValue({ node }: { node: TreeNode }) {
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
      {leaf !== null && <LeafText kind={leaf.kind} text={leaf.text} />}
      {link === null && label !== "" && <span className="text-faint-foreground">{label}</span>}
      {(note === "not in digest" || note === "declared") && (
        <Badge variant="outline" className="h-4 px-1 font-sans">
          {note}
        </Badge>
      )}
    </>
  );
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
