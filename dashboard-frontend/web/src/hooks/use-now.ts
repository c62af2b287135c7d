import { useSyncExternalStore } from "react";

interface Clock {
  readonly subscribe: (changed: () => void) => () => void;
  readonly read: () => number;
}

const clocks = new Map<number, Clock>();

/** The time, renewed every so many milliseconds; all who ask for the same pace tick together. */
export function useNow(every: number): number {
  const clock = clockOf(every);
  return useSyncExternalStore(clock.subscribe, clock.read);
}

function clockOf(every: number): Clock {
  const found = clocks.get(every);
  if (found !== undefined) {
    return found;
  }
  const clock = startClock(every);
  clocks.set(every, clock);
  return clock;
}

/** Ticks while someone listens. */
function startClock(every: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer = 0;
  const tick = () => {
    now = Date.now();
    listeners.forEach((changed) => changed());
  };
  const subscribe = (changed: () => void) => {
    if (listeners.size === 0) {
      timer = window.setInterval(tick, every);
    }
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0) {
        window.clearInterval(timer);
      }
    };
  };
  const read = () => {
    // After a pause nobody ticked: the first reader brings the time up to date.
    if (listeners.size === 0 && Date.now() - now >= every) {
      now = Date.now();
    }
    return now;
  };
  return { subscribe, read };
}
