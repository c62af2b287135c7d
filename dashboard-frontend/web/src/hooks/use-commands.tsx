import { matchKey } from "@furu/core/keymap";
import { createContext, use, useLayoutEffect, useMemo, useRef } from "react";
import type { Command } from "@furu/core/keymap";
import type { ReactNode } from "react";

export type Handlers = Partial<Record<Command, () => void>>;

interface Registry {
  /** Later handlers come first: what lies on top answers. */
  readonly stack: { current: Handlers }[];
}

const RegistryContext = createContext<Registry>({ stack: [] });

/** Offer commands while the calling component is on screen: from the moment it is painted, keys reach it. */
export function useCommands(handlers: Handlers): void {
  const registry = use(RegistryContext);
  const entry = useRef(handlers);
  useLayoutEffect(() => {
    entry.current = handlers;
  });
  useLayoutEffect(() => {
    registry.stack.unshift(entry);
    return () => {
      registry.stack.splice(registry.stack.indexOf(entry), 1);
    };
  }, [registry]);
}

/** Run a command as if its key had been pressed. */
export function useRunCommand(): (command: Command) => void {
  const registry = use(RegistryContext);
  return (command) => handlerOf(registry, command)?.();
}

/** Turns key presses into commands by the one key table. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const registry = useMemo<Registry>(() => ({ stack: [] }), []);
  useLayoutEffect(() => {
    let pending = "";
    const press = (event: KeyboardEvent) => {
      const chord = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented || event.isComposing || (!chord && belongsToElement(event))) {
        return;
      }
      const { key, ctrlKey: ctrl, metaKey: meta, altKey: alt, shiftKey: shift } = event;
      const match = matchKey(
        pending,
        { key, ctrl, meta, alt, shift },
        (command) => handlerOf(registry, command) !== undefined,
      );
      pending = match.pending;
      if (match.command !== null) {
        event.preventDefault();
        handlerOf(registry, match.command)?.();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

function handlerOf(registry: Registry, command: Command): (() => void) | undefined {
  return registry.stack.find(({ current }) => current[command] !== undefined)?.current[command];
}

/** Typing belongs to its field, and Enter to the control that has the focus. */
function belongsToElement({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role='dialog'], [role='menu']") !== null
  ) {
    return true;
  }
  return (
    (key === "Enter" && target.closest("a, button") !== null) ||
    (/^(Arrow|Home|End|Enter)/.test(key) &&
      target.closest("[role='tree'], [role='radiogroup'], [role='group']") !== null)
  );
}
