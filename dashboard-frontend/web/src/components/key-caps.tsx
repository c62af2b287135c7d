import { bindingOf, keyCaps } from "@furu/core/keymap";
import { Kbd } from "./ui/kbd";
import type { Command } from "@furu/core/keymap";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The first key of a command, drawn as caps. */
export function KeyCaps({ command }: { command: Command }) {
  return <Caps keys={bindingOf(command).keys[0] ?? ""} />;
}

export function Caps({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keyCaps(keys, MAC).map((cap, place) => (
        <Kbd key={`${cap}${String(place)}`}>{cap}</Kbd>
      ))}
    </span>
  );
}
