import { useRecent } from "@/hooks/use-recent";
import { Button } from "@/components/ui/button";

/** What was asked in this browser, the newest first. */
export function RecentList({ ask }: { ask: (q: string) => void }) {
  const { recent, forget } = useRecent();
  return (
    <section aria-label="Recent queries" className="py-1">
      <div className="flex h-7 items-center justify-between pr-1 pl-3 text-xs text-muted-foreground">
        <h2>Recent queries</h2>
        {recent.length > 0 && (
          <Button variant="ghost" size="sm" onClick={forget}>
            Forget
          </Button>
        )}
      </div>
      {recent.length === 0 && <p className="px-3 py-1 text-muted-foreground">Nothing was asked here yet.</p>}
      <ul>
        {recent.map((q) => (
          <li key={q}>
            <button
              type="button"
              title={q}
              onClick={() => ask(q)}
              className="block h-7 w-full truncate px-3 text-left font-mono text-xs hover:bg-accent focus-visible:-outline-offset-2"
            >
              {q}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
