import { receiveProgress, receiveRuns, recheckSession } from "@furu/core/api/queries";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState } from "react";
import { queries } from "./queries";
import type { Progress, RunsChanged } from "@furu/core/api/queries";
import type { ReactNode } from "react";

export type LiveStatus = "connecting" | "live" | "paused" | "lost";

interface Live {
  readonly status: LiveStatus;
  readonly setPaused: (paused: boolean) => void;
}

/** A busy run changes the index many times a second; the page follows at this pace. */
const PACE_MS = 500;

const LiveContext = createContext<Live>({ status: "connecting", setPaused: () => undefined });

export function useLive(): Live {
  return use(LiveContext);
}

/** Follows the server's one event stream and refreshes what the index answers whenever it changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [connection, setConnection] = useState<Exclude<LiveStatus, "paused">>("connecting");

  useEffect(() => {
    if (paused) {
      return undefined;
    }
    const receive = paced((progress: Progress) => receiveProgress(cache, progress), PACE_MS);
    const receiveNews = paced((changed: RunsChanged) => receiveRuns(cache, changed), PACE_MS);
    const stream = new EventSource(queries.eventsAddress);
    stream.addEventListener("open", () => setConnection("live"));
    stream.addEventListener("index", (event: MessageEvent<string>) => {
      setConnection("live");
      receive.call(JSON.parse(event.data) as Progress);
    });
    stream.addEventListener("runs", (event: MessageEvent<string>) => {
      receiveNews.call(JSON.parse(event.data) as RunsChanged);
    });
    stream.addEventListener("error", () => {
      setConnection("lost");
      recheckSession(cache);
    });
    return () => {
      receive.cancel();
      receiveNews.cancel();
      stream.close();
    };
  }, [cache, paused]);

  const live = useMemo<Live>(
    () => ({ status: paused ? "paused" : connection, setPaused }),
    [paused, connection],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Call at once, then at most once in each interval, always with the latest value. */
function paced<T>(act: (value: T) => void, interval: number) {
  let timer = 0;
  let waiting: { value: T } | null = null;
  const rest = () => {
    timer = 0;
    if (waiting !== null) {
      const { value } = waiting;
      waiting = null;
      call(value);
    }
  };
  const call = (value: T) => {
    if (timer === 0) {
      act(value);
      timer = window.setTimeout(rest, interval);
    } else {
      waiting = { value };
    }
  };
  return { call, cancel: () => window.clearTimeout(timer) };
}
