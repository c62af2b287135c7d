import type { TreeNode, TreeRow } from "./tree";

/** Lines that a search looks at; beyond that somebody should ask the table instead. */
const LOOKED_AT = 20_000;

/** Lines that match, with the lines above them so that one sees where they are. */
export interface Found {
  readonly rows: readonly TreeRow[];
  readonly matches: number;
  /** Whether the tree has more lines than were looked at. */
  readonly more: boolean;
}

/** The lines of a tree whose path or value contains all words; each shared node is looked into once. */
export function findInTree(roots: readonly TreeNode[], text: string): Found {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = new Set<TreeRow>();
  const seen = new Set<string>();
  let matches = 0;
  let looked = 0;

  const visit = (node: TreeNode, level: number, above: readonly TreeRow[]): void => {
    if (looked >= LOOKED_AT) {
      return;
    }
    looked += 1;
    const digest = node.link?.digest;
    const known = digest !== undefined && seen.has(digest);
    const row: TreeRow = { node, level, open: node.children !== null && !known };
    const path = [...above, row];
    if (words.every((word) => wordsOf(node).includes(word))) {
      matches += 1;
      path.forEach((one) => rows.add(one));
    }
    if (digest !== undefined) {
      seen.add(digest);
    }
    if (node.children !== null && !known) {
      node.children().forEach((child) => visit(child, level + 1, path));
    }
  };
  roots.forEach((root) => visit(root, 1, []));
  return { rows: [...rows], matches, more: looked >= LOOKED_AT };
}

function wordsOf({ path, label, leaf, link }: TreeNode): string {
  return `${path} ${label} ${leaf?.text ?? ""} ${link?.digest ?? ""}`.toLowerCase();
}
