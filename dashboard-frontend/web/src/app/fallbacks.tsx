import { problemOf } from "@furu/core/api/problem";
import { EVERY_EXPERIMENT } from "@furu/core/search";
import { Link, useRouter } from "@tanstack/react-router";
import { Mark } from "./mark";
import { Empty } from "@/components/empty";
import { ProblemView } from "@/components/problem-view";
import { Button } from "@/components/ui/button";
import { useThemeClass } from "@/hooks/use-theme";
import type { ErrorComponentProps } from "@tanstack/react-router";

/** A page that broke, inside the shell: the rest keeps working. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { status } = problemOf(error);
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <ProblemView
      error={error}
      retry={retry}
      action={
        status === 404 && (
          <Button asChild variant="outline">
            <Link to="/experiments" search={EVERY_EXPERIMENT}>
              All experiments
            </Link>
          </Button>
        )
      }
    />
  );
}

/** Nothing could be loaded at all: no session, or no server. */
export function RootProblem(props: ErrorComponentProps) {
  useThemeClass();
  return (
    <div className="flex h-full flex-col">
      {problemOf(props.error).status === 401 ? (
        <SessionPage />
      ) : (
        <main className="flex flex-1">
          <PageProblem {...props} />
        </main>
      )}
    </div>
  );
}

/** How to get in when this browser has no session. */
export function SessionPage() {
  return (
    <main className="flex h-full flex-col items-center justify-center px-6">
      <title>No session · furu</title>
      <div className="flex max-w-md flex-col gap-3 text-base">
        <Mark className="mb-3 size-8" />
        <h1 className="text-lg font-semibold">This browser has no session</h1>
        <p className="text-muted-foreground">
          The dashboard lets in only who has seen its terminal. Sessions end when the server stops.
        </p>
        <ol className="flex list-decimal flex-col gap-1 pl-5">
          <li>
            Go to the terminal that runs <code className="font-mono text-sm">furu dashboard</code>.
          </li>
          <li>
            Copy the address that it printed; it ends in <code className="font-mono text-sm">?token=…</code>
          </li>
          <li>Open it in this browser.</li>
        </ol>
        <p className="text-muted-foreground">
          An address works once; after it was used, the terminal shows a new one.
        </p>
      </div>
    </main>
  );
}

export function NotFoundPage() {
  return (
    <div className="flex flex-1 flex-col">
      <title>Not found · furu</title>
      <Empty
        title={<h1>There is no such page</h1>}
        action={
          <Button asChild variant="outline">
            <Link to="/">Go to Home</Link>
          </Button>
        }
      >
        The address may be mistyped, or from a newer version of the dashboard.
      </Empty>
    </div>
  );
}
