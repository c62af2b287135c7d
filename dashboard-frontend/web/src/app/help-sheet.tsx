import { KEYMAP, TYPING_KEYS } from "@furu/core/keymap";
import { Caps } from "@/components/key-caps";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";

const GROUPS = [...new Set(KEYMAP.map(({ group }) => group))];

/** All keys, straight from the key table. */
export function HelpSheet({ open, close }: { open: boolean; close: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      <DialogContent>
        <div className="flex h-12 shrink-0 items-center justify-between border-b pr-2 pl-4">
          <DialogTitle>Keys</DialogTitle>
          <DialogDescription className="sr-only">Every key of the dashboard</DialogDescription>
          <DialogClose />
        </div>
        <div
          role="region"
          aria-label="All keys"
          tabIndex={0}
          className="grid gap-x-8 gap-y-4 overflow-y-auto p-4 focus-visible:-outline-offset-2 sm:grid-cols-2"
        >
          {GROUPS.map((group) => (
            <KeyGroup key={group} title={group} rows={KEYMAP.filter((binding) => binding.group === group)} />
          ))}
          <KeyGroup
            title="While writing a filter"
            rows={TYPING_KEYS.map(({ keys, label }) => ({ keys: [keys], label }))}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}

interface KeyGroupProps {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly label: string }[];
}

function KeyGroup({ title, rows }: KeyGroupProps) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-xs text-muted-foreground">{title}</h3>
      <dl>
        {rows.map(({ keys, label }) => (
          <div key={label} className="flex h-7 items-center justify-between gap-4">
            <dt className="truncate">{label}</dt>
            <dd className="flex shrink-0 items-center gap-1.5">
              {keys.map((one) => (
                <Caps key={one} keys={one} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
