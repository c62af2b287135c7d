import { useSyncExternalStore } from "react";

interface Clock {
  now: number;
  timer: number;
  readonly listeners: Set<() => void>;
}

const clocks = new Map<number, Clock>();

/** The time, renewed every so many milliseconds; all who ask for the same pace tick together. */
export function useNow(every: number): number {
  const clock = clockOf(every);
  return useSyncExternalStore(
    (changed) => listen(clock, every, changed),
    () => clock.now,
  );
}

function clockOf(every: number): Clock {
  const found = clocks.get(every);
  if (found !== undefined) {
    return found;
  }
  const clock: Clock = { now: Date.now(), timer: 0, listeners: new Set() };
  clocks.set(every, clock);
  return clock;
}

function listen(clock: Clock, every: number, changed: () => void): () => void {
  if (clock.listeners.size === 0) {
    clock.now = Date.now();
    clock.timer = window.setInterval(() => {
      clock.now = Date.now();
      clock.listeners.forEach((tell) => tell());
    }, every);
  }
  clock.listeners.add(changed);
  return () => {
    clock.listeners.delete(changed);
    if (clock.listeners.size === 0) {
      window.clearInterval(clock.timer);
    }
  };
}
