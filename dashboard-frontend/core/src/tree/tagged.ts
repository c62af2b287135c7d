import { formatBytes } from "../format/bytes";
import { formatNumber } from "../format/number";
import { classNameOf } from "../format/identity";

/** How a leaf is drawn: its colour and whether it is quoted. */
export type LeafKind = "text" | "number" | "truth" | "nothing" | "other" | "file";

export interface Leaf {
  readonly shape: "leaf";
  readonly kind: LeafKind;
  readonly text: string;
  /** What it is when the text alone does not say: `Path`, `float32 (3, 4)`. */
  readonly label: string;
}

export interface Group {
  readonly shape: "group";
  readonly label: string;
  readonly entries: readonly (readonly [key: string, value: unknown])[];
}

export interface NodeLink {
  readonly shape: "node";
  readonly namespace: string;
  readonly digest: string;
}

export type Value = Leaf | Group | NodeLink;

type Tagged = Readonly<Record<string, unknown>>;

/** Kinds whose value is one word of text; the label says what the word is. */
const WORDS: Readonly<Record<string, string>> = {
  path: "Path",
  datetime: "datetime",
  date: "date",
  time: "time",
  timedelta: "timedelta",
  uuid: "UUID",
  decimal: "Decimal",
  type: "class",
};

/** What each kind of tagged value is; a kind that is not here is shown as the file or the fields it holds. */
const KINDS: Readonly<Record<string, (tagged: Tagged) => Value>> = {
  node: (tagged) => ({
    shape: "node",
    namespace: textOf(tagged["namespace"]),
    digest: textOf(tagged["digest"]),
  }),
  tuple: (tagged) => sequence("tuple", tagged["items"]),
  set: (tagged) => sequence("set", tagged["items"]),
  frozenset: (tagged) => sequence("frozenset", tagged["items"]),
  dict: (tagged) => group("dict", listOf(tagged["items"]).map(dictEntry)),
  float: (tagged) => leaf("number", textOf(tagged["value"])),
  int: (tagged) => leaf("number", textOf(tagged["value"])),
  bytes: (tagged) => leaf("other", formatBytes(decodedSize(textOf(tagged["value"]))), "bytes"),
  enum: (tagged) => leaf("other", textOf(tagged["name"]), classNameOf(textOf(tagged["class"]))),
  file: (tagged) => leaf("file", textOf(tagged["path"]), "file"),
  ndarray: (tagged) => leaf("other", arrayText(tagged), "array"),
  scalar: (tagged) => scalarLeaf(tagged),
  dataclass: fieldsOf,
  chz: fieldsOf,
  pydantic: fieldsOf,
};

/** Read one tagged JSON value, one level deep. */
export function readValue(json: unknown): Value {
  if (json === null) {
    return leaf("nothing", "None");
  }
  if (typeof json === "string") {
    return leaf("text", json);
  }
  if (typeof json === "number") {
    return leaf("number", formatNumber(json));
  }
  if (typeof json === "boolean") {
    return leaf("truth", json ? "True" : "False");
  }
  if (Array.isArray(json)) {
    return sequence("list", json);
  }
  return readObject(json as Tagged);
}

function readObject(tagged: Tagged): Value {
  const kind = tagged["$"];
  if (typeof kind !== "string") {
    return group("dict", Object.entries(tagged));
  }
  const word = WORDS[kind];
  if (word !== undefined) {
    return leaf("other", textOf(tagged["value"]), word);
  }
  const read = KINDS[kind];
  if (read !== undefined) {
    return read(tagged);
  }
  if (typeof tagged["file"] === "string") {
    return leaf("file", tagged["file"], kind);
  }
  return group(
    kind,
    Object.entries(tagged).filter(([name]) => name !== "$"),
  );
}

function leaf(kind: LeafKind, text: string, label = ""): Leaf {
  return { shape: "leaf", kind, text, label };
}

function group(label: string, entries: Group["entries"]): Group {
  return { shape: "group", label: `${label}[${String(entries.length)}]`, entries };
}

function sequence(label: string, items: unknown): Group {
  return group(
    label,
    listOf(items).map((item, index) => [`[${String(index)}]`, item] as const),
  );
}

function fieldsOf(tagged: Tagged): Group {
  const fields = tagged["fields"];
  const entries = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
  return { shape: "group", label: classNameOf(textOf(tagged["class"])), entries };
}

function dictEntry(pair: unknown): readonly [string, unknown] {
  const [key, value] = listOf(pair);
  const read = readValue(key);
  return [read.shape === "leaf" ? read.text : JSON.stringify(key), value];
}

function scalarLeaf(tagged: Tagged): Leaf {
  const value = readValue(tagged["value"]);
  return value.shape === "leaf" ? { ...value, label: textOf(tagged["dtype"]) } : leaf("other", "", "scalar");
}

function arrayText(tagged: Tagged): string {
  return `${textOf(tagged["dtype"])} (${listOf(tagged["shape"]).map(String).join(", ")})`;
}

function decodedSize(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
