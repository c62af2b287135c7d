/** Preferences in local storage: readable at once, shared by every component and tab that uses them. */
export interface Stored {
  readonly read: () => string | null;
  readonly write: (value: string) => void;
  readonly subscribe: (changed: () => void) => () => void;
}

export function stored(key: string): Stored {
  const listeners = new Set<() => void>();
  return {
    read: () => {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(key, value);
      } catch {
        // Storage may be refused; the choice then lasts as long as the page.
      }
      listeners.forEach((changed) => changed());
    },
    subscribe: (changed) => {
      listeners.add(changed);
      window.addEventListener("storage", changed);
      return () => {
        listeners.delete(changed);
        window.removeEventListener("storage", changed);
      };
    },
  };
}
