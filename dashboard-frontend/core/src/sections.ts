/** A stretch of the table: rows of one query, below a line of their own when they are a group. */
export interface Section<Head> {
  readonly key: string;
  /** The query of its rows. */
  readonly q: string;
  readonly head: Head | null;
  /** Rows that are there to be shown; none while it is closed. */
  readonly rows: number;
}

/** A line of the table: a group's own, or the row at a place of its section. */
export type Line<Head> =
  | { readonly kind: "head"; readonly section: Section<Head>; readonly head: Head }
  | { readonly kind: "row"; readonly section: Section<Head>; readonly place: number };

export interface PageOf<Head> {
  readonly section: Section<Head>;
  readonly page: number;
}

export function countLines(sections: readonly Section<unknown>[]): number {
  return sections.reduce((sum, section) => sum + linesOf(section), 0);
}

/** The line at a place of the whole table. */
export function lineAt<Head>(sections: readonly Section<Head>[], index: number): Line<Head> | undefined {
  let start = 0;
  for (const section of sections) {
    const lines = linesOf(section);
    if (index < start + lines) {
      const place = index - start - (section.head === null ? 0 : 1);
      return place < 0 && section.head !== null
        ? { kind: "head", section, head: section.head }
        : { kind: "row", section, place };
    }
    start += lines;
  }
  return undefined;
}

/** Where a section's first row stands in the whole table. */
export function firstRow(sections: readonly Section<unknown>[], key: string): number {
  let start = 0;
  for (const section of sections) {
    if (section.key === key) {
      return start + (section.head === null ? 0 : 1);
    }
    start += linesOf(section);
  }
  return -1;
}

/** The server's pages that the lines from `first` to `last` need. */
export function pagesFor<Head>(
  sections: readonly Section<Head>[],
  first: number,
  last: number,
  size: number,
): readonly PageOf<Head>[] {
  const pages: PageOf<Head>[] = [];
  let start = 0;
  for (const section of sections) {
    const begin = start + (section.head === null ? 0 : 1);
    const end = start + linesOf(section) - 1;
    if (section.rows > 0 && begin <= last && end >= first) {
      const from = Math.floor((Math.max(first, begin) - begin) / size);
      const to = Math.floor((Math.min(last, end) - begin) / size);
      for (let page = from; page <= to; page += 1) {
        pages.push({ section, page });
      }
    }
    start += linesOf(section);
  }
  return pages;
}

function linesOf({ head, rows }: Section<unknown>): number {
  return rows + (head === null ? 0 : 1);
}
