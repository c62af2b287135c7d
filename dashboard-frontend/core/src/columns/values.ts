import type { Experiment } from "../api/schema.gen";

/** The fields that a row brings along; every other one is asked for by name. */
const BROUGHT: Readonly<Record<string, (experiment: Experiment) => unknown>> = {
  state: ({ state }) => state,
  class: ({ class_name }) => class_name,
  digest: ({ digest }) => digest,
  created: ({ created_at }) => created_at,
  updated: ({ updated_at }) => updated_at,
  started: ({ started_at }) => started_at,
  duration: ({ duration_s }) => duration_s,
  attempts: ({ attempts }) => attempts,
  dependencies: ({ dependencies }) => dependencies,
  dependents: ({ dependents }) => dependents,
  host: ({ host }) => host,
  name: ({ name }) => name,
  tag: ({ tags }) => tags.join(", "),
  user: ({ user }) => user,
  backend: ({ backend }) => backend,
  commit: ({ git_commit }) => git_commit,
  dirty: ({ git_dirty }) => git_dirty,
  error: ({ error_type }) => error_type,
  message: ({ error_message }) => error_message,
  module: ({ module }) => module,
  versioned: ({ version_controlled }) => version_controlled,
};

const SUMMED: ReadonlySet<string> = new Set(["config", "result"]);

/** The columns that a page must be asked for, sorted, so that their order makes no other request. */
export function askedColumns(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => BROUGHT[path] === undefined && !SUMMED.has(path)).sort();
}

/** Whether some of the columns sum up leaves, which rows then bring along. */
export function needsLeaves(paths: readonly string[]): boolean {
  return paths.some((path) => SUMMED.has(path));
}

/** A row of the table: an experiment, and the values that were asked for beside it. */
export interface TableRow {
  readonly experiment: Experiment;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The value of a column in a row. */
export function valueIn({ experiment, values }: TableRow, path: string): unknown {
  return BROUGHT[path]?.(experiment) ?? values[path] ?? leafOf(experiment, path);
}

function leafOf({ config, result }: Experiment, path: string): unknown {
  return path.startsWith("config.")
    ? config[path.slice("config.".length)]
    : path.startsWith("result.")
      ? result[path.slice("result.".length)]
      : undefined;
}
