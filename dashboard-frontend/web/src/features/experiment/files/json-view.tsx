import { jsonTree } from "@furu/core/tree/json";
import { useMemo, useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { TreeView } from "@/components/tree/tree-view";

/** A JSON file as a tree that folds. */
export function JsonView({ value, name }: { value: unknown; name: string }) {
  const [find, setFind] = useState("");
  const roots = useMemo(() => jsonTree(value), [value]);
  return (
    <TreeView
      title={name}
      roots={roots}
      find={find}
      setFind={setFind}
      actions={(node) => node.leaf !== null && <CopyButton what={node.path} text={node.leaf.text} />}
    />
  );
}
