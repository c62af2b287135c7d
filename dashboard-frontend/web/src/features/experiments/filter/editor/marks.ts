import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { placeOf } from "@furu/core/query/characters";
import type { EditorProps } from "./props";
import type { DecorationSet } from "@codemirror/view";

type Wrong = EditorProps["wrong"];

const setWrong = StateEffect.define<Wrong>();

/** Where something is missing at the end, there is nothing to underline but a space. */
class Missing extends WidgetType {
  override eq(): boolean {
    return true;
  }

  toDOM(): HTMLElement {
    const space = document.createElement("span");
    space.className = "q-wrong";
    space.textContent = "\u00a0\u00a0";
    return space;
  }
}

const MARK = Decoration.mark({ class: "q-wrong" });
const MISSING = Decoration.widget({ widget: new Missing(), side: 1 });

interface Marked {
  readonly wrong: Wrong;
  readonly drawn: DecorationSet;
}

const NONE: Marked = { wrong: null, drawn: Decoration.none };

/** The part of the query that the server refused, underlined until it changes. */
export const wrongMarks = StateField.define<Marked>({
  create: () => NONE,
  update: (before, { effects, docChanged, state }) => {
    const found = effects.find((effect) => effect.is(setWrong));
    if (found !== undefined) {
      const wrong: Wrong = found.value;
      return { wrong, drawn: wrong === null ? Decoration.none : drawn(state.doc.toString(), wrong) };
    }
    return docChanged ? { ...before, drawn: Decoration.none } : before;
  },
  provide: (field) => EditorView.decorations.from(field, ({ drawn: set }) => set),
});

/** Underline the wrong part, once for each refusal. */
export function markWrong(view: EditorView, wrong: Wrong): void {
  if (view.state.field(wrongMarks).wrong !== wrong) {
    view.dispatch({ effects: setWrong.of(wrong) });
  }
}

function drawn(text: string, { position, length }: NonNullable<Wrong>): DecorationSet {
  if (position === null || length === null) {
    return Decoration.none;
  }
  const from = placeOf(text, position);
  const to = placeOf(text, position + length);
  return Decoration.set([from < to ? MARK.range(from, to) : MISSING.range(text.length)]);
}
