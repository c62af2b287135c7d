import { KEYMAP } from "@furu/core/keymap";
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
        <div className="grid gap-x-8 gap-y-4 overflow-y-auto p-4 sm:grid-cols-2">
          {GROUPS.map((group) => (
            <section key={group} aria-label={group}>
              <h3 className="mb-1 text-xs text-muted-foreground">{group}</h3>
              <dl>
                {KEYMAP.filter((binding) => binding.group === group).map(({ command, keys, label }) => (
                  <div key={command} className="flex h-7 items-center justify-between gap-4">
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
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}
