import { Link } from "@tanstack/react-router";
import { Button } from "./ui/button";
import type { ExperimentsSearch } from "@furu/core/search";

/** The way from a short list to the table that holds all of it. */
export function AllLink({ search, what }: { search: ExperimentsSearch; what: string }) {
  return (
    <Button asChild variant="ghost" size="sm">
      <Link to="/experiments" search={search}>
        All {what}
      </Link>
    </Button>
  );
}
