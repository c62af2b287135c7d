import { problemOf } from "@furu/core/api/problem";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { SearchInput } from "@/components/search-input";
import { Section, SectionNote } from "@/components/section";
import { fileQueries } from "@/hooks/file-queries";
import type { Held } from "@furu/core/api/file-queries";

/** The packages that were installed, with a search. */
export function Packages({ held, number }: { held: Held; number: number }) {
  const [search, setSearch] = useState("");
  const { data, error } = useQuery(fileQueries.packages(held, number));
  const items = data?.items ?? [];
  const shown = items.filter(({ name }) => name.includes(search.toLowerCase()));
  return (
    <Section
      title="Packages"
      {...(data === undefined ? {} : { count: items.length })}
      actions={
        <>
          <SearchInput label="Find a package" value={search} commit={setSearch} className="w-44" />
          <CopyButton
            what="requirements"
            text={items.map(({ name, version }) => `${name}==${version}`).join("\n")}
          />
        </>
      }
    >
      {error !== null && <SectionNote>{problemOf(error).detail}</SectionNote>}
      {data !== undefined && shown.length === 0 && <SectionNote>No package is called that.</SectionNote>}
      <ul
        aria-label="Packages"
        className="grid gap-x-6 px-4 py-2 font-mono text-xs empty:hidden sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4"
      >
        {shown.map(({ name, version }) => (
          <li key={name} className="flex h-6 items-center gap-2">
            <span className="truncate">{name}</span>
            <span className="ml-auto truncate text-muted-foreground" title={version}>
              {version}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
