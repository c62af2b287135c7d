import "@/styles/app.css";
import { shouldRetry } from "@furu/core/api/queries";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { allowStyles } from "@/app/nonce";
import { createAppRouter } from "@/app/router";
import { TooltipProvider } from "@/components/ui/tooltip";
import { CommandProvider } from "@/hooks/use-commands";
import { LiveProvider } from "@/hooks/use-live";

allowStyles();

/** Data is fresh until the event stream says that the index changed. */
const cache = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: shouldRetry },
  },
});
const router = createAppRouter(cache);
const root = document.getElementById("root");

if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <LiveProvider>
          <CommandProvider>
            <TooltipProvider>
              <RouterProvider router={router} />
            </TooltipProvider>
          </CommandProvider>
        </LiveProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
