import { useEffect, useMemo, useRef, useState } from "react";
import { LogReader } from "./log-reader";
import type { Reading } from "./log-reader";
import type { LogStream } from "@furu/core/logs/streams";

/** A followed log is asked for news this often, and only while it is on screen. */
const POLL_MS = 1000;

interface Opened extends Reading {
  readonly reader: LogReader;
}

/** Reads some streams of one place of an experiment, the end first. Another place is another reader: give it a key. */
export function useLogReader(
  id: string,
  place: string,
  streams: readonly LogStream[],
  polling: boolean,
): Opened {
  const [reading, setReading] = useState<Reading>({ buffers: {}, problem: null });
  const reader = useMemo(() => new LogReader(id, place, streams, setReading), [id, place, streams]);
  const polled = useRef(false);
  useEffect(() => {
    reader.tail();
    return () => reader.stop();
  }, [reader]);
  useEffect(() => {
    if (!polling) {
      if (polled.current) {
        // What came between the last look and the end of the attempt.
        void reader.news();
      }
      return undefined;
    }
    polled.current = true;
    return repeated(() => reader.news());
  }, [reader, polling]);
  return { ...reading, reader };
}

/** Do something again and again; the next time waits for the last, so a slow server is asked less often. */
function repeated(act: () => Promise<void>): () => void {
  let over = false;
  let timer = 0;
  const again = async () => {
    if (document.visibilityState === "visible") {
      await act();
    }
    timer = over ? 0 : window.setTimeout(() => void again(), POLL_MS);
  };
  timer = window.setTimeout(() => void again(), POLL_MS);
  return () => {
    over = true;
    window.clearTimeout(timer);
  };
}
