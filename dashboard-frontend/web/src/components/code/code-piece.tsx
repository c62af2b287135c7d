import type { Piece } from "./highlight";

const COLOURS: Readonly<Record<string, string>> = {
  string: "text-code-text",
  regexp: "text-code-text",
  number: "text-code-number",
  literal: "text-code-number",
  built_in: "text-code-number",
  keyword: "text-code-truth",
  "selector-tag": "text-code-truth",
  name: "text-code-truth",
  title: "text-code-number",
  attr: "text-code-other",
  attribute: "text-code-other",
  meta: "text-code-other",
  section: "font-medium",
  comment: "text-muted-foreground italic",
  addition: "text-code-text",
  deletion: "text-destructive",
};

/** A piece of a line in its colour. */
export function CodePiece({ piece: { kind, text } }: { piece: Piece }) {
  return <span className={COLOURS[kind]}>{text}</span>;
}
