import { closeCompletion } from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { Annotation, EditorSelection, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { typingKey } from "@furu/core/keymap";
import { colours } from "./colours";
import { completion, completionKeys } from "./completion";
import { markWrong, wrongMarks } from "./marks";
import { EXAMPLE, LABEL, TEXT_FIELD } from "./props";
import { look } from "./look";
import type { EditorProps } from "./props";
import type { TypingStep } from "@furu/core/keymap";
import type { Attached } from "@/hooks/use-attached";
import type { Extension } from "@codemirror/state";
import type { KeyBinding } from "@codemirror/view";

/** Changes that come from elsewhere and need not be told there. */
const GIVEN = Annotation.define<boolean>();

/** Draw the editor in an element. */
export function attachEditor(parent: HTMLElement, latest: () => EditorProps): Attached<EditorProps> {
  const { text, focused } = latest();
  const told = new Set<string>();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: EditorSelection.cursor(text.length),
      extensions: [
        extensions(latest),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.annotation(GIVEN) === true)) {
            const now = update.state.doc.toString();
            told.add(now);
            latest().change(now);
          }
        }),
      ],
    }),
  });
  if (focused) {
    view.focus();
  }
  const update = (props: EditorProps) => {
    // What comes back may be what was told before the last key press; only other texts are news.
    const now = view.state.doc.toString();
    if (props.text !== now && !told.has(props.text)) {
      view.dispatch({
        changes: { from: 0, to: now.length, insert: props.text },
        selection: EditorSelection.cursor(props.text.length),
        annotations: GIVEN.of(true),
      });
    }
    if (props.text === view.state.doc.toString()) {
      told.clear();
    }
    markWrong(view, props.wrong);
  };
  update(latest());
  return { update, destroy: () => view.destroy() };
}

function extensions(latest: () => EditorProps): Extension {
  return [
    oneLine,
    history(),
    EditorView.lineWrapping,
    placeholder(EXAMPLE),
    colours,
    wrongMarks,
    // First, since the list of suggestions has an Escape of its own, as high.
    Prec.highest(keymap.of(leaving(latest))),
    completion((text, position) => latest().suggest(text, position)),
    keymap.of([...completionKeys, ...keysOf(latest), ...historyKeymap, ...standardKeymap]),
    EditorView.domEventHandlers({
      beforeinput: typed,
      blur: (_, view) => {
        closeCompletion(view);
        // Another window in front is no reason to ask.
        if (document.hasFocus()) {
          latest().apply();
        }
      },
    }),
    EditorView.contentAttributes.of(() => attributes(latest())),
    EditorView.cspNonce.of(nonce()),
    look,
  ];
}

/**
 * Put in what is typed by ourselves: the browser would keep the colours of what it replaces as a style in the page,
 * which the content security policy refuses. Input methods go their own way.
 */
function typed(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || event.data === null || event.isComposing || view.composing) {
    return false;
  }
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** Before any other key: a list of suggestions is no reason to stay. */
function leaving(latest: () => EditorProps): readonly KeyBinding[] {
  return [
    bound("leave", (view) => {
      closeCompletion(view);
      latest().leave();
      view.contentDOM.blur();
    }),
  ];
}

function keysOf(latest: () => EditorProps): readonly KeyBinding[] {
  return [
    // Whoever leaves the field asks for what stands in it.
    bound("apply", (view) => view.contentDOM.blur()),
    bound("try", () => latest().apply()),
  ];
}

function bound(step: TypingStep, run: (view: EditorView) => void): KeyBinding {
  return {
    key: typingKey(step).replaceAll("+", "-"),
    run: (view) => {
      run(view);
      return true;
    },
  };
}

function attributes({ wrong, describedBy }: EditorProps): Record<string, string> {
  return {
    "aria-label": LABEL,
    "aria-multiline": "false",
    "aria-invalid": String(wrong !== null),
    ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
    [TEXT_FIELD]: "",
  };
}

/** A query is one line; line ends in what is pasted become spaces. */
const oneLine = Prec.highest(
  EditorState.transactionFilter.of((transaction) =>
    transaction.newDoc.lines === 1
      ? transaction
      : [
          {
            changes: {
              from: 0,
              to: transaction.startState.doc.length,
              insert: transaction.newDoc.sliceString(0, undefined, " "),
            },
            selection: transaction.newSelection,
          },
        ],
  ),
);

function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property='csp-nonce']")?.nonce ?? "";
}
