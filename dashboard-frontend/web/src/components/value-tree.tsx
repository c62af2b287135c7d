import { Section, SectionNote } from "./section";
import { TreeLine } from "./tree/tree-line";
import { Button } from "./ui/button";
import { useTree } from "@/hooks/use-tree";
import type { TreeNode } from "@furu/core/tree/tree";

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
