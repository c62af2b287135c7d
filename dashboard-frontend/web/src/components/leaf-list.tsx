import { leafName, leafPairs } from "@furu/core/leaves";

interface LeafListProps {
  readonly leaves: Readonly<Record<string, unknown>>;
  readonly limit?: number;
}

/** Leaves in one line, as `name=value`; the full paths in the browser's tooltip. */
export function LeafList(props: LeafListProps) {
  return <Leaves {...props} />;
}

/** The same, where a table acts on each leaf by its whole path. */
export function Leaves({ leaves, limit = 8, prefix }: LeafListProps & { readonly prefix?: string }) {
  const pairs = leafPairs(leaves, limit);
  return (
    <span
      className="truncate font-mono text-xs"
      title={pairs.map(({ path, text }) => `${path} = ${text}`).join("\n")}
    >
      {pairs.map(({ path, text }) => (
        <span
          key={path}
          className="mr-2.5"
          {...(prefix === undefined ? {} : { "data-path": `${prefix}${path}` })}
        >
          <span className="text-muted-foreground">{leafName(path)}=</span>
          {text}
        </span>
      ))}
    </span>
  );
}
