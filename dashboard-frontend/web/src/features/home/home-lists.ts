import { is } from "@furu/core/query/write";
import { EVERY_EXPERIMENT, experimentsWhere } from "@furu/core/search";
import type { ExperimentsSearch } from "@furu/core/search";

/** A short list of the home page: what it holds, and how many rows it shows. */
export interface HomeList {
  readonly search: ExperimentsSearch;
  readonly shown: number;
}

export const RUNNING: HomeList = {
  search: { ...experimentsWhere(is("state", "running")), sort: "started" },
  shown: 8,
};

export const FAILED: HomeList = {
  search: { ...experimentsWhere(is("state", "failed", "crashed")), sort: "-updated" },
  shown: 6,
};

export const LATEST: HomeList = { search: EVERY_EXPERIMENT, shown: 12 };
