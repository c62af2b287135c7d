import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import type { FilePreview } from "@furu/core/api/schema.gen";

const languages = { bash, css, diff, ini, javascript, json, markdown, python, xml, yaml };
const lowlight = createLowlight(languages);

/** Longer texts are shown without colours: they would cost seconds. */
const LONGEST = 200_000;

/** A piece of a line in one colour. */
export interface Piece {
  readonly text: string;
  readonly kind: string;
}

type Language = FilePreview["language"];

interface Part {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly Part[];
}

/** The lines of a text, in pieces of one colour each. Nothing of it ever becomes markup. */
export function colouredLines(text: string, language: Language): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  const add = (piece: string, kind: string) => {
    piece.split("\n").forEach((line, place) => {
      if (place > 0) {
        lines.push([]);
      }
      if (line !== "") {
        lines.at(-1)?.push({ text: line, kind });
      }
    });
  };
  const visit = (part: Part, kind: string) => {
    if (part.type === "text") {
      add(part.value ?? "", kind);
    }
    const own = part.properties?.className;
    const inner = Array.isArray(own) ? String(own[0]).replace("hljs-", "") : kind;
    part.children?.forEach((child) => visit(child, inner));
  };
  if (language === "plain" || text.length > LONGEST) {
    add(text, "");
  } else {
    visit(lowlight.highlight(language, text), "");
  }
  return lines;
}
