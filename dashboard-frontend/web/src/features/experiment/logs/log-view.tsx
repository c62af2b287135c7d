import { plainText } from "@furu/core/logs/ansi";
import { useMemo, useRef, useState } from "react";
import { LogLines } from "./log-lines";
import { LogNotes } from "./log-notes";
import { LogSearch } from "./log-search";
import { LogActions, LogPicker } from "./log-toolbar";
import { MomentInput } from "./moment-input";
import { choices, nameOf, useLines } from "./use-lines";
import { useCommands } from "@/hooks/use-commands";
import { useLive } from "@/hooks/use-live";
import { logQueries } from "@/hooks/log-queries";
import { useLogReader } from "@/hooks/use-log-reader";
import { useLogSearch } from "@/hooks/use-log-search";
import { useWrap } from "@/hooks/use-wrap";
import type { Shown } from "./use-lines";
import type { Target } from "@/hooks/use-log-rows";
import type { LogGroup, LogStream } from "@furu/core/logs/streams";

export interface LogViewProps {
  readonly id: string;
  readonly groups: readonly LogGroup[];
  readonly group: LogGroup;
  readonly shown: Shown;
  /** Whether more may come. */
  readonly live: boolean;
  readonly choose: (chosen: { place: string; shown: Shown | null }) => void;
}

/** One log, or all of an attempt by their times. */
export function LogView(props: LogViewProps) {
  const { id, groups, group, shown, live, choose } = props;
  const log = useLog(props);
  const { view, finding, wrap, setWrap } = log;
  const search = useRef<HTMLInputElement>(null);
  const address = shown === "merged" ? null : { id, place: group.place, stream: shown };
  useCommands({
    "filter.focus": () => search.current?.focus(),
    "log.next": () => finding.step(1),
    "log.previous": () => finding.step(-1),
    "log.error": log.nextError,
    "log.follow": () => log.follow(!log.following),
    "log.wrap": () => setWrap(!wrap),
    "log.stream": log.nextStream,
    "list.last": () => log.follow(true),
    "list.first": () => log.show(0),
  });
  return (
    <section aria-label="Logs" className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b px-4 py-1.5">
        <LogPicker
          groups={groups}
          group={group}
          shown={shown}
          pickPlace={(place) => choose({ place, shown: null })}
          pickStream={(next) => choose({ place: group.place, shown: next })}
        />
        {address !== null && <LogSearch {...finding} nextError={log.nextError} ref={search} />}
        {shown === "furu" && <MomentInput go={log.goTo} />}
        <LogActions
          {...log}
          live={live}
          text={() => view.lines.map(({ text }) => plainText(text)).join("\n")}
          download={address === null ? null : logQueries.downloadAddress(address)}
        />
      </div>
      <LogNotes apart={view.apart} problem={log.problem} />
      {view.ready && view.lines.length === 0 ? (
        <p className="px-4 py-3 text-muted-foreground">
          {shown === "merged" ? "No line carries a time." : live ? "Nothing yet." : "It is empty."}
        </p>
      ) : (
        <LogLines {...log} {...view} merged={shown === "merged"} found={finding.text ?? ""} />
      )}
    </section>
  );
}

/** What is read of the log that is shown, and where one is in it. */
function useLog({ id, group, shown, live, choose }: LogViewProps) {
  const names = group.files.map(({ stream }) => stream).join(" ");
  const streams = useMemo(
    () => (shown === "merged" ? (names.split(" ") as LogStream[]) : [shown]),
    [names, shown],
  );
  const { status } = useLive();
  const [following, setFollowing] = useState(true);
  const [target, setTarget] = useState<Target | null>(null);
  const { reader, buffers, problem } = useLogReader(
    id,
    group.place,
    streams,
    live && following && status !== "paused",
  );
  const view = useLines(buffers, shown);
  const show = (offset: number) => {
    if (shown !== "merged") {
      setFollowing(false);
      setTarget((before) => ({ name: nameOf(shown, offset), asked: (before?.asked ?? 0) + 1 }));
      void reader.jump(shown, offset);
    }
  };
  const address = shown === "merged" ? null : { id, place: group.place, stream: shown };
  const finding = useLogSearch(address, show);
  return {
    ...useWrap(),
    view,
    problem,
    following,
    target,
    finding,
    show,
    follow: (on: boolean) => {
      setFollowing(on);
      if (on && !view.ended) {
        reader.tail();
      }
    },
    setFollowing,
    nextError: () => (finding.text === "" ? finding.step(1) : finding.begin("")),
    nextStream: () => {
      const all = choices(group);
      choose({ place: group.place, shown: all[(all.indexOf(shown) + 1) % all.length] ?? shown });
    },
    goTo: async (at: string) => {
      const offset = await reader.moment("furu", at);
      if (offset !== null) {
        show(offset);
      }
      return offset !== null;
    },
    nearStart: () => view.earlier !== null && reader.earlier(view.earlier),
    nearEnd: () => shown !== "merged" && reader.later(shown),
  };
}
