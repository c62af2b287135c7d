/** What a piece of a log's line looks like; colours are 0 to 15, the names of a terminal's palette. */
export interface Style {
  readonly colour: number | null;
  readonly background: number | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export const PLAIN: Style = {
  colour: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

/* Escapes of terminals: control sequences, strings to the operating system and the like, and everything shorter. */
const ESCAPE =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /(?:\u001b\[|\u009b)([0-9;:?<=>]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
// eslint-disable-next-line no-control-regex -- a log may hold any of them, and none is to be shown
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/* Characters that turn the direction of a text around, so that it reads as another one. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** A line as spans: colours and weights are kept, all other escapes and control characters are dropped. */
export function spansOf(line: string): readonly Span[] {
  const text = overwritten(line);
  const spans: Span[] = [];
  let style = PLAIN;
  let at = 0;
  const add = (piece: string) => {
    const shown = piece.replace(CONTROL, "").replace(TURNING, "");
    if (shown !== "") {
      spans.push({ text: shown, style });
    }
  };
  for (const found of text.matchAll(ESCAPE)) {
    add(text.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[2] === "m") {
      style = styled(style, found[1] ?? "");
    }
  }
  add(text.slice(at));
  return spans;
}

/** A line as people read it, without any escape. */
export function plainText(line: string): string {
  return spansOf(line)
    .map(({ text }) => text)
    .join("");
}

/** What a progress bar shows in the end: each carriage return begins the line again. */
export function overwritten(line: string): string {
  const parts = line.replace(/\r+$/, "").split("\r");
  return parts.at(-1) ?? "";
}

function styled(before: Style, parameters: string): Style {
  const codes = (parameters === "" ? "0" : parameters).split(/[;:]/).map(Number);
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const indexed = codes[at + 1] === 5;
      const colour = indexed ? nearest(codes[at + 2] ?? 0) : fromRgb(codes.slice(at + 2, at + 5));
      style = code === 38 ? { ...style, colour } : { ...style, background: colour };
      at += indexed ? 2 : 4;
    } else {
      style = { ...style, ...changed(code) };
    }
  }
  return style;
}

const ATTRIBUTES: Readonly<Record<number, Partial<Style>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  39: { colour: null },
  49: { background: null },
};

function changed(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) {
    return { colour: code - 30 };
  }
  if (code >= 90 && code <= 97) {
    return { colour: code - 82 };
  }
  if (code >= 40 && code <= 47) {
    return { background: code - 40 };
  }
  if (code >= 100 && code <= 107) {
    return { background: code - 92 };
  }
  return ATTRIBUTES[code] ?? {};
}

/** The palette's colour for one of 256: the cube and the greys by what they are nearest to. */
function nearest(index: number): number {
  if (index < 16) {
    return Math.max(0, index);
  }
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return fromRgb([grey, grey, grey]);
  }
  const cube = index - 16;
  return fromRgb([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => level * 51));
}

function fromRgb([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 40) {
    return most < 64 ? 0 : most < 144 ? 8 : most < 216 ? 7 : 15;
  }
  const middle = (most + least) / 2;
  const base = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return most > 200 ? base + 8 : base;
}

export interface Piece extends Span {
  readonly found: boolean;
}

/** Spans cut where a text is found in the line, however its colours divide it; without regard to case unless told. */
export function marked(spans: readonly Span[], text: string, exact: boolean): readonly Piece[] {
  const fold = (one: string) => (exact ? one : one.toLowerCase());
  const whole = fold(spans.map((span) => span.text).join(""));
  const wanted = fold(text);
  const borders: number[] = [];
  for (
    let at = wanted === "" ? -1 : whole.indexOf(wanted);
    at >= 0;
    at = whole.indexOf(wanted, at + wanted.length)
  ) {
    borders.push(at, at + wanted.length);
  }
  const pieces: Piece[] = [];
  let start = 0;
  for (const span of spans) {
    const end = start + span.text.length;
    let from = start;
    for (const border of [...borders.filter((one) => one > start && one < end), end]) {
      const within = borders.filter((one) => one <= from).length % 2 === 1;
      pieces.push({ style: span.style, text: span.text.slice(from - start, border - start), found: within });
      from = border;
    }
    start = end;
  }
  return pieces;
}
