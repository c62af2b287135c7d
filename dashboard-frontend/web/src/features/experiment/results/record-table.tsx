import { Section } from "@/components/section";
import { cn } from "@/components/ui/class-names";
import type { RecordsFound } from "@furu/core/tree/records";

/** A small table inside a result, as a table. */
export function RecordTable({ table: { path, columns, rows, left } }: { table: RecordsFound }) {
  const title = path === "" ? "Rows" : path;
  return (
    <Section title={title} count={rows.length + left} className="border-b">
      <div tabIndex={0} role="region" aria-label={`Table of ${title}`} className="max-h-96 overflow-auto">
        <table className="border-separate border-spacing-0 font-mono text-xs">
          <thead className="sticky top-0 bg-background">
            <tr>
              {columns.map(({ name, numeric }) => (
                <th
                  key={name}
                  scope="col"
                  className={cn(
                    "h-7 border-b px-4 font-sans font-medium whitespace-nowrap text-muted-foreground",
                    numeric ? "text-right" : "text-left",
                  )}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={place} className="hover:bg-accent">
                {row.map((text, column) => (
                  <td
                    key={columns[column]?.name ?? column}
                    className={cn(
                      "h-6 max-w-80 truncate px-4 tabular",
                      columns[column]?.numeric === true && "text-right",
                    )}
                    title={text}
                  >
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && <p className="px-4 py-1 text-muted-foreground">and {left} more, in the tree below</p>}
    </Section>
  );
}
