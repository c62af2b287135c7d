import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { TooltipProvider } from "@/components/ui/tooltip";
import { CommandProvider } from "@/hooks/use-commands";
import { queries } from "@/hooks/queries";
import type { Meta } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

const META: Meta = {
  furu_version: "0.1.0",
  project: "digits",
  roots: [{ path: "/data", kind: "data" }],
  states: [{ state: "failed", meaning: "The last attempt raised an exception." }],
  standings: [{ standing: "skipped", meaning: "Not tried, because something that it needs failed." }],
  allow_run: false,
  version: 1,
  as_of: "2025-11-22T12:00:00Z",
  scanning: false,
};

/** Draw a component as a page of the app, with what the server would have said already known. */
export async function renderPage(content: ReactNode) {
  const cache = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  cache.setQueryData(queries.meta().queryKey, META);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => content }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await router.load();
  return render(
    <QueryClientProvider client={cache}>
      <CommandProvider>
        <TooltipProvider>
          <RouterProvider router={router} />
        </TooltipProvider>
      </CommandProvider>
    </QueryClientProvider>,
  );
}
