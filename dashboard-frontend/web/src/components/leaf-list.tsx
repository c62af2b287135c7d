import { leafName, leafPairs } from "@furu/core/leaves";

/** Leaves in one line, as `name=value`; the full paths in the browser's tooltip. */
export function LeafList({
  leaves,
  limit = 8,
}: {
  leaves: Readonly<Record<string, unknown>>;
  limit?: number;
}) {
  const pairs = leafPairs(leaves, limit);
  return (
    <span
      className="truncate font-mono text-xs"
      title={pairs.map(({ path, text }) => `${path} = ${text}`).join("\n")}
    >
      {pairs.map(({ path, text }) => (
        <span key={path} className="mr-2.5">
          <span className="text-muted-foreground">{leafName(path)}=</span>
          {text}
        </span>
      ))}
    </span>
  );
}
