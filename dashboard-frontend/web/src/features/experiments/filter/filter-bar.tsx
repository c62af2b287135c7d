import { Search, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { TEXT_FIELD } from "./editor/props";
import { FaceSwitch } from "./face-switch";
import { QueryHelp } from "./query-help";
import { QueryProblem } from "./query-problem";
import { QuickMenus } from "./quick-menus";
import { TextFace } from "./text-face";
import { AddCondition } from "./tokens/add-condition";
import { TokenList } from "./tokens/token-list";
import { useClauses } from "./use-clauses";
import { useDraftQuery } from "./use-draft-query";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { useCommands } from "@/hooks/use-commands";
import { useFace } from "@/hooks/use-face";
import { useFocusOnce } from "@/hooks/use-focus-once";
import type { Answer } from "./use-clauses";
import type { Refused } from "@/hooks/use-answered";

interface FilterBarProps {
  readonly q: string;
  readonly answer: Answer;
  readonly refused: Refused | null;
  /** Put a query into the URL. */
  readonly ask: (q: string) => void;
}

/** The query as text or as tokens; either way it is the one text in the URL. */
export function FilterBar({ q, answer, refused, ask }: FilterBarProps) {
  const box = useRef<HTMLDivElement>(null);
  const problem = useId();
  const { face, turn } = useFace();
  const [writing, setWriting] = useState(false);
  const { clauses, current, edit } = useClauses(q, answer, ask);
  const draft = useDraftQuery(q, ask);
  const wrong = refused?.query === q ? refused.problem : null;
  const asText = face === "text" || writing || wrong !== null;
  const focus = useFocusOnce(box, `[${TEXT_FIELD}]`);
  const write = () => {
    setWriting(true);
    focus();
  };
  const done = (how: () => void) => () => {
    setWriting(false);
    how();
  };
  const clear = done(() => {
    draft.leave();
    ask("");
  });
  useCommands({ "filter.focus": write, "filter.clear": clear, "filter.face": turn });
  return (
    <div
      role="search"
      aria-label="Filters"
      className="flex shrink-0 flex-wrap items-start gap-x-1.5 gap-y-2 border-b px-4 py-2"
    >
      <div
        ref={box}
        data-focus-ring
        className="group relative flex min-h-7 min-w-0 flex-1 basis-full items-start gap-2 rounded-md border border-input bg-background pr-1 pl-2 focus-within:border-ring focus-within:outline focus-within:outline-ring sm:basis-80"
      >
        <Search aria-hidden className="mt-[7px] size-3.5 shrink-0 text-faint-foreground" />
        {asText ? (
          <TextFace
            text={draft.text}
            change={draft.change}
            apply={done(draft.apply)}
            leave={done(draft.leave)}
            wrong={wrong}
            describedBy={wrong === null ? undefined : problem}
          />
        ) : (
          <TokenList clauses={clauses} current={current} edit={edit} write={write} />
        )}
        {draft.text === "" && asText && <SlashKey />}
        {(q !== "" || draft.text !== "") && <Clear clear={clear} />}
        <FaceSwitch face={face} turn={turn} />
      </div>
      <div className="flex min-w-0 items-center gap-1.5">
        <AddCondition clauses={clauses} current={current} edit={edit} />
        <QuickMenus q={q} clauses={clauses} edit={edit} named={asText} />
        <QueryHelp />
      </div>
      <QueryProblem id={problem} problem={wrong} />
    </div>
  );
}

function SlashKey() {
  return (
    <Kbd aria-hidden className="pointer-events-none mt-1 hidden group-focus-within:hidden md:inline-flex">
      /
    </Kbd>
  );
}

function Clear({ clear }: { clear: () => void }) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label="Clear filters"
      className="mt-px"
      // The field would ask for what stands in it when it loses the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={clear}
    >
      <X aria-hidden />
    </Button>
  );
}
