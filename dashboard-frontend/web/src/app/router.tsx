import { DEPENDENTS_SHOWN } from "@furu/core/api/queries";
import { compareSearch } from "@furu/core/compare/search";
import { experimentSearch } from "@furu/core/experiment/tabs";
import { experimentsSearch, formatQuery, graphSearch, parseQuery, runsSearch } from "@furu/core/search";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { NotFoundPage, PageProblem, RootProblem } from "./fallbacks";
import { Shell } from "./shell";
import { FAILED, LATEST, RUNNING } from "@/features/home/home-lists";
import { HomePage } from "@/features/home/home-page";
import { ExperimentPage } from "@/features/experiment/experiment-page";
import { ExperimentsPage } from "@/features/experiments/experiments-page";
import { RunPage } from "@/features/runs/run-page";
import { RunsPage } from "@/features/runs/runs-page";
import { queries } from "@/hooks/queries";
import { rowsOf } from "@/hooks/use-columns";
import type { QueryClient, QueryExecuteOptions, QueryKey } from "@tanstack/react-query";

/** Data that is there, however old: what is stale is refreshed once its page is on screen. */
function known<T, K extends QueryKey>(cache: QueryClient, options: QueryExecuteOptions<T, Error, T, T, K>) {
  return cache.query({ ...options, staleTime: "static" });
}

const rootRoute = createRootRouteWithContext<{ cache: QueryClient }>()({
  loader: ({ context: { cache } }) => known(cache, queries.meta()),
  component: Shell,
  errorComponent: RootProblem,
  notFoundComponent: NotFoundPage,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  loader: ({ context: { cache } }) =>
    Promise.all([
      known(cache, queries.stats()),
      ...[RUNNING, FAILED, LATEST].map(({ search, shown }) =>
        known(cache, queries.experiments(search, shown)),
      ),
    ]),
  component: HomePage,
});

const experimentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments",
  validateSearch: experimentsSearch,
  loaderDeps: ({ search }) => search,
  // A query may be refused; the page says why and shows what it had, so it does the asking.
  loader: ({ context: { cache }, deps }) =>
    deps.q === "" ? known(cache, queries.experimentsPage(rowsOf(deps), 0)) : undefined,
  component: ExperimentsPage,
});

const experimentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$id",
  validateSearch: experimentSearch,
  loader: ({ context: { cache }, params: { id } }) =>
    Promise.all([
      known(cache, queries.experiment(id)),
      known(cache, queries.dependencies(id)),
      known(cache, queries.dependents(id, DEPENDENTS_SHOWN)),
    ]),
  component: ExperimentPage,
});

const logsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$id/logs",
  loader: ({ context: { cache }, params: { id } }) => known(cache, queries.experiment(id)),
  component: lazyRouteComponent(() => import("@/features/experiment/logs/logs-page"), "LogsPage"),
});

const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  validateSearch: runsSearch,
  loaderDeps: ({ search: { page } }) => ({ page }),
  loader: ({ context: { cache }, deps: { page } }) => known(cache, queries.runs(page ?? 1)),
  component: RunsPage,
});

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/$id",
  loader: ({ context: { cache }, params: { id } }) => known(cache, queries.run(id)),
  component: RunPage,
});

const graphRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/graph",
  validateSearch: graphSearch,
  loader: ({ context: { cache } }) => known(cache, queries.classGraph()),
  component: lazyRouteComponent(() => import("@/features/graph/graph-page"), "GraphPage"),
});

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare",
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import("@/features/compare/compare-page"), "ComparePage"),
});

/** The routes of the app over a query cache. */
export function createAppRouter(cache: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      homeRoute,
      experimentsRoute,
      experimentRoute,
      logsRoute,
      runsRoute,
      runRoute,
      graphRoute,
      compareRoute,
    ]),
    context: { cache },
    parseSearch: parseQuery,
    stringifySearch: formatQuery,
    // Experiments are written namespace@digest, in addresses too.
    pathParamsAllowedCharacters: ["@"],
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultErrorComponent: PageProblem,
    defaultNotFoundComponent: NotFoundPage,
    // A page begins at its top, and is found again where it was left.
    scrollRestoration: true,
    scrollToTopSelectors: ["[data-scroll-restoration-id]"],
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
