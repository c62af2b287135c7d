import { is, queryOfWords } from "@furu/core/query/write";
import { experimentsWhere } from "@furu/core/search";
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
import type { Experiment } from "@furu/core/api/schema.gen";
import type { ReactNode } from "react";

const MATCHES = 8;

/** Search and jump: pages, classes and experiments; the server searches experiments. */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState("");
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
            <Pages text={text} close={close} />
            <Classes text={text} close={close} />
            <Experiments text={text} close={close} />
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

interface GroupProps {
  readonly text: string;
  readonly close: () => void;
}

function Pages({ text, close }: GroupProps) {
  const navigate = useNavigate();
  const pages = DESTINATIONS.filter(({ label }) => contains(label, text));
  return (
    <PaletteGroup heading="Pages" shown={pages.length > 0}>
      {pages.map(({ to, label, icon: Icon, command }) => (
        <PaletteItem key={to} value={`page ${to}`} close={close} go={() => navigate({ to })}>
          <Icon aria-hidden className="size-4 text-muted-foreground" />
          <span className="flex-1">{label}</span>
          <KeyCaps command={command} />
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

function Classes({ text, close }: GroupProps) {
  const navigate = useNavigate();
  const { data: stats } = useQuery(queries.stats());
  const classes = stats?.classes.filter(({ namespace }) => contains(namespace, text)) ?? [];
  return (
    <PaletteGroup heading="Classes" shown={classes.length > 0}>
      {classes.slice(0, MATCHES).map(({ namespace, class_name, total }) => (
        <PaletteItem
          key={namespace}
          value={`class ${namespace}`}
          close={close}
          go={() => navigate({ to: "/experiments", search: experimentsWhere(is("class", namespace)) })}
        >
          <Box aria-hidden className="size-4 text-muted-foreground" />
          <span>{class_name}</span>
          <span className="flex-1 truncate font-mono text-xs text-muted-foreground">{namespace}</span>
          <span className="text-muted-foreground tabular">{total}</span>
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

function Experiments({ text, close }: GroupProps) {
  const navigate = useNavigate();
  const options = queries.experiments(experimentsWhere(queryOfWords(text)), MATCHES);
  const { data: page } = useQuery({ ...options, placeholderData: keepPreviousData });
  return (
    <PaletteGroup heading="Experiments" shown={page !== undefined && page.total > 0}>
      {page?.items.map((experiment) => (
        <PaletteItem
          key={experiment.id}
          value={experiment.id}
          close={close}
          go={() => navigate({ to: "/experiments/$id", params: { id: experiment.id } })}
        >
          <ExperimentLine experiment={experiment} />
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

function ExperimentLine({
  experiment: { state, class_name, digest, name, config },
}: {
  experiment: Experiment;
}) {
  return (
    <>
      <StateIcon state={state} label={state} />
      <span className="shrink-0">{class_name}</span>
      <Digest digest={digest} className="text-muted-foreground" />
      {name === null ? <LeafList leaves={config} limit={4} /> : <span className="truncate">{name}</span>}
    </>
  );
}

interface PaletteGroupProps {
  readonly heading: string;
  readonly shown: boolean;
  readonly children: ReactNode;
}

function PaletteGroup({ heading, shown, children }: PaletteGroupProps) {
  return (
    shown && (
      <Command.Group
        heading={heading}
        className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground"
      >
        {children}
      </Command.Group>
    )
  );
}

interface PaletteItemProps {
  readonly value: string;
  readonly close: () => void;
  readonly go: () => Promise<void>;
  readonly children: ReactNode;
}

function PaletteItem({ value, close, go, children }: PaletteItemProps) {
  const select = () => {
    close();
    void go();
  };
  return (
    <Command.Item
      value={value}
      onSelect={select}
      className="flex h-8 cursor-default items-center gap-2 rounded-md px-2.5 text-sm data-[selected=true]:bg-accent"
    >
      {children}
    </Command.Item>
  );
}

function contains(words: string, text: string): boolean {
  return words.toLowerCase().includes(text.toLowerCase());
}
