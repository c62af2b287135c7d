import {
  acceptCompletion,
  autocompletion,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { formatCount } from "@furu/core/format/number";
import { typingKey } from "@furu/core/keymap";
import { placeOf, positionOf } from "@furu/core/query/characters";
import { kindIcon } from "./kinds";
import type { EditorProps } from "./props";
import type { Suggestion } from "@furu/core/api/schema.gen";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";

interface Suggested extends Completion {
  readonly suggestion: Suggestion;
}

/** Typing rests this long before the server is asked. */
const PAUSE_MS = 90;

/** What can stand at the cursor, as the server says it. */
export function completion(suggest: EditorProps["suggest"]): Extension {
  return autocompletion({
    override: [(context) => completed(context, suggest)],
    activateOnTypingDelay: PAUSE_MS,
    // After a field comes its operator, and after that a value.
    activateOnCompletion: () => true,
    // Enter asks the question; only what was reached by an arrow is taken by it.
    selectOnOpen: false,
    // So nothing is taken by accident, and Tab need not be refused for the moment after the list has opened.
    interactionDelay: 0,
    updateSyncTime: 200,
    icons: false,
    maxRenderedOptions: 60,
    addToOptions: [
      { render: (option) => kindIcon((option as Suggested).suggestion.kind), position: 20 },
      { render: (option) => countOf((option as Suggested).suggestion), position: 90 },
    ],
  });
}

/** Tab takes the first; the arrow opens the list. */
export const completionKeys: readonly KeyBinding[] = [
  {
    key: typingKey("complete"),
    run: (view) => {
      if (completionStatus(view.state) !== "active") {
        return false;
      }
      if (selectedCompletion(view.state) === null) {
        moveCompletionSelection(true)(view);
      }
      acceptCompletion(view);
      return true;
    },
  },
  {
    key: "ArrowDown",
    run: (view) => {
      const { main } = view.state.selection;
      return main.empty && main.head === view.state.doc.length && startCompletion(view);
    },
  },
];

async function completed(
  context: CompletionContext,
  suggest: EditorProps["suggest"],
): Promise<CompletionResult | null> {
  const text = context.state.doc.toString();
  const { answer, abort } = suggest(text, positionOf(text, context.pos));
  context.addEventListener("abort", abort, { onDocChange: true });
  const found = await answer;
  if (found === null || found.items.length === 0 || context.view?.hasFocus !== true) {
    return null;
  }
  return {
    from: placeOf(text, found.start),
    to: placeOf(text, found.end),
    options: found.items.map(option),
    filter: false,
  };
}

function option(suggestion: Suggestion): Suggested {
  const { label, text, detail, kind } = suggestion;
  return { label, apply: text, type: kind, suggestion, ...(detail === "" ? {} : { detail }) };
}

function countOf({ count }: Suggestion): HTMLElement | null {
  if (count === null) {
    return null;
  }
  const shown = document.createElement("span");
  shown.className = "q-count";
  shown.textContent = formatCount(count);
  return shown;
}
