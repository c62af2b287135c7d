import { EVERY_EXPERIMENT, experimentsWhere } from "@furu/core/search";
import { chosen } from "@furu/core/columns/choice";
import { shownColumns, withColumns } from "@furu/core/columns/view";
import { is } from "@furu/core/query/write";
import { conditionOf, fieldOf } from "@furu/core/tree/leaf";
import { Link } from "@tanstack/react-router";
import { Columns3, ListFilter } from "lucide-react";
import { CopyButton } from "@/components/copy-button";
import { Hint } from "@/components/hint";
import { Button } from "@/components/ui/button";
import type { TreeNode } from "@furu/core/tree/tree";

interface LineActionsProps {
  readonly node: TreeNode;
  readonly source: "config" | "result";
  /** The class whose table gets the column. */
  readonly namespace: string;
}

/** What can be done with a value: copy it, find what has the same, make it a column of the table. */
export function LineActions({ node, source, namespace }: LineActionsProps) {
  const field = fieldOf(node, source);
  const condition = conditionOf(node, source);
  if (node.leaf === null) {
    return null;
  }
  return (
    <>
      <CopyButton what={node.path} text={node.leaf.text} />
      {condition !== null && (
        <Hint text={`Experiments with ${condition}`}>
          <Button asChild variant="ghost" size="icon-sm">
            <Link
              to="/experiments"
              search={experimentsWhere(condition)}
              aria-label={`Filter by ${node.path}`}
            >
              <ListFilter aria-hidden />
            </Link>
          </Button>
        </Hint>
      )}
      {field !== null && (
        <Hint text={`The table of its class, with a column ${field}`}>
          <Button asChild variant="ghost" size="icon-sm">
            <Link
              to="/experiments"
              search={{
                ...experimentsWhere(is("class", namespace)),
                ...withColumns([...shownColumns(EVERY_EXPERIMENT, "", WIDE), chosen(field)]),
              }}
              aria-label={`Add ${node.path} as a column`}
            >
              <Columns3 aria-hidden />
            </Link>
          </Button>
        </Hint>
      )}
    </>
  );
}

/** Columns of a table of this width stand beside the new one. */
const WIDE = 900;
