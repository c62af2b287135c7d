import type { Problem, SuggestionList } from "@furu/core/api/schema.gen";

export const LABEL = "Filter by text";
export const EXAMPLE = "class:Train lr>=1e-3 state:failed";

/** Marks what takes the text, the editor and what stands in for it, so that a key can go there. */
export const TEXT_FIELD = "data-query-text";

/** A text field for queries, whichever draws it. */
export interface TextFieldProps {
  readonly text: string;
  readonly change: (text: string) => void;
  /** Ask for what is written. */
  readonly apply: () => void;
  /** Forget what is written; the field loses its focus next. */
  readonly leave: () => void;
  /** What is wrong with the query that was asked, and where. */
  readonly wrong: Problem | null;
  /** The element that says why. */
  readonly describedBy: string | undefined;
}

export interface EditorProps extends TextFieldProps {
  readonly suggest: (text: string, position: number) => Suggesting;
  /** Whether it begins with the cursor in it. */
  readonly focused: boolean;
}

/** Suggestions on their way, which a next key press may make useless. */
export interface Suggesting {
  readonly answer: Promise<SuggestionList | null>;
  readonly abort: () => void;
}
