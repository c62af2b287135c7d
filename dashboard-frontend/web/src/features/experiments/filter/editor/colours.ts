import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { coloursOf } from "@furu/core/query/colours";
import type { Look } from "@furu/core/query/colours";
import type { DecorationSet, EditorView } from "@codemirror/view";

const MARKS: Readonly<Record<Look, Decoration>> = {
  field: mark("field"),
  operator: mark("operator"),
  value: mark("value"),
  number: mark("number"),
  quoted: mark("quoted"),
  keyword: mark("keyword"),
  function: mark("function"),
  sign: mark("sign"),
};

/** Fields, operators and values apart at a glance. */
export const colours = ViewPlugin.define(
  (view) => {
    const plugin = {
      decorations: drawn(view),
      update: (update: { docChanged: boolean; view: EditorView }) => {
        if (update.docChanged) {
          plugin.decorations = drawn(update.view);
        }
      },
    };
    return plugin;
  },
  { decorations: ({ decorations }) => decorations },
);

function drawn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, look } of coloursOf(view.state.doc.toString())) {
    builder.add(from, to, MARKS[look]);
  }
  return builder.finish();
}

function mark(look: Look): Decoration {
  return Decoration.mark({ class: `q-${look}` });
}
