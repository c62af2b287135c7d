import { EVERY_EXPERIMENT, WHOLE_GRAPH } from "@furu/core/search";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Box } from "lucide-react";
import { useState } from "react";
import { DESTINATIONS } from "./destinations";
import { Digest } from "@/components/digest";
import { KeyCaps } from "@/components/key-caps";
import { LeafList } from "@/components/leaf-list";
import { StateIcon } from "@/components/state-icon";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import { queries } from "@/hooks/queries";
import type { ReactNode } from "react";

const MATCHES = 8;

/** Search and jump: pages, classes and experiments; the server does the searching. */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const { data: stats } = useQuery(queries.stats());
  const search = { ...EVERY_EXPERIMENT, text };
  const { data: page } = useQuery({
    ...queries.experiments(search, MATCHES),
    placeholderData: keepPreviousData,
  });
  const jump = (go: () => Promise<void>) => () => {
    close();
    void go();
  };
  const matches = (words: string) => words.toLowerCase().includes(text.toLowerCase());
  const classes = stats?.classes.filter(({ namespace }) => matches(namespace)) ?? [];

  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent className="max-w-xl">
        <DialogTitle className="sr-only">Search and jump</DialogTitle>
        <DialogDescription className="sr-only">Pages, classes and experiments</DialogDescription>
        <Command shouldFilter={false} label="Search and jump" className="flex min-h-0 flex-col">
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder="A page, a class, a name, a digest…"
            className="h-12 shrink-0 border-b bg-transparent px-4 text-base outline-none placeholder:text-faint-foreground"
          />
          <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5">
            <Command.Empty className="px-3 py-6 text-center text-muted-foreground">
              Nothing matches “{text}”.
            </Command.Empty>
            <PaletteGroup heading="Pages">
              {DESTINATIONS.filter(({ label }) => matches(label)).map(
                ({ to, label, icon: Icon, command }) => (
                  <PaletteItem key={to} value={`page ${to}`} onSelect={jump(() => navigate({ to }))}>
                    <Icon aria-hidden className="size-4 text-muted-foreground" />
                    <span className="flex-1">{label}</span>
                    <KeyCaps command={command} />
                  </PaletteItem>
                ),
              )}
            </PaletteGroup>
            <PaletteGroup heading="Classes">
              {classes.slice(0, MATCHES).map(({ namespace, class_name, total }) => (
                <PaletteItem
                  key={namespace}
                  value={`class ${namespace}`}
                  onSelect={jump(() =>
                    navigate({ to: "/experiments", search: { ...EVERY_EXPERIMENT, class: [namespace] } }),
                  )}
                >
                  <Box aria-hidden className="size-4 text-muted-foreground" />
                  <span>{class_name}</span>
                  <span className="flex-1 truncate font-mono text-xs text-muted-foreground">{namespace}</span>
                  <span className="text-muted-foreground tabular">{total}</span>
                </PaletteItem>
              ))}
            </PaletteGroup>
            <PaletteGroup heading="Experiments">
              {page?.items.map((experiment) => (
                <PaletteItem
                  key={experiment.id}
                  value={experiment.id}
                  onSelect={jump(() => navigate({ to: "/experiments/$id", params: { id: experiment.id } }))}
                >
                  <StateIcon state={experiment.state} label={experiment.state} />
                  <span className="shrink-0">{experiment.class_name}</span>
                  <Digest digest={experiment.digest} className="text-muted-foreground" />
                  {experiment.name === null ? (
                    <LeafList leaves={experiment.config} limit={4} />
                  ) : (
                    <span className="truncate">{experiment.name}</span>
                  )}
                </PaletteItem>
              ))}
            </PaletteGroup>
            {classes.length > MATCHES && (
              <PaletteItem
                value="all classes"
                onSelect={jump(() => navigate({ to: "/graph", search: { ...WHOLE_GRAPH, view: "table" } }))}
              >
                <span className="text-muted-foreground">All {classes.length} classes…</span>
              </PaletteItem>
            )}
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground"
    >
      {children}
    </Command.Group>
  );
}

interface PaletteItemProps {
  readonly value: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function PaletteItem({ value, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-default items-center gap-2 rounded-md px-2.5 text-sm data-[selected=true]:bg-accent"
    >
      {children}
    </Command.Item>
  );
}
