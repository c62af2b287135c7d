import { describe, expect, it } from "vitest";
import { leafPairs } from "@furu/core/leaves";
import { readValue } from "@furu/core/tree/tagged";
import { configTree, openAtFirst, openEverything, resultTree, visibleRows } from "@furu/core/tree/tree";
import type { NodeRecord } from "@furu/core/api/schema.gen";

const node = (name: string, fields: Record<string, unknown>, rest: Partial<NodeRecord> = {}): NodeRecord => ({
  namespace: `pkg.${name}`,
  type: `pkg:${name}`,
  digest: name.toLowerCase(),
  fields,
  version: null,
  declared: [],
  plain: [],
  ...rest,
});

const link = (name: string) => ({ $: "node", namespace: `pkg.${name}`, digest: name.toLowerCase() });

const config = (root: NodeRecord, nodes: readonly NodeRecord[]) => ({
  node: root,
  nodes: Object.fromEntries(nodes.map((one) => [one.digest, one])),
});

describe("one tagged value", () => {
  it.each([
    [null, "nothing", "None", ""],
    ["rbf", "text", "rbf", ""],
    [0.1, "number", "0.1", ""],
    [true, "truth", "True", ""],
    [{ $: "float", value: "nan" }, "number", "nan", ""],
    [{ $: "int", value: "123456789012345678901" }, "number", "123456789012345678901", ""],
    [{ $: "path", value: "a/b" }, "other", "a/b", "Path"],
    [{ $: "enum", class: "pkg:Norm", name: "L2", value: 2 }, "other", "L2", "Norm"],
    [{ $: "bytes", value: "AAAA" }, "other", "3 B", "bytes"],
    [{ $: "ndarray", dtype: "float32", shape: [3, 4], value: "" }, "other", "float32 (3, 4)", "array"],
    [{ $: "scalar", dtype: "float64", value: 1.5 }, "number", "1.5", "float64"],
    [{ $: "timedelta", value: "1 day" }, "other", "1 day", "timedelta"],
    [{ $: "npy", file: "0.npy" }, "file", "0.npy", "npy"],
  ])("%j is a leaf", (json, kind, text, label) => {
    expect(readValue(json)).toEqual({ shape: "leaf", kind, text, label });
  });

  it("names the entries of every container", () => {
    expect(readValue([1, 2])).toMatchObject({
      label: "list[2]",
      entries: [
        ["[0]", 1],
        ["[1]", 2],
      ],
    });
    expect(readValue({ $: "tuple", items: [1] })).toMatchObject({ label: "tuple[1]" });
    expect(readValue({ a: 1 })).toMatchObject({ label: "dict[1]", entries: [["a", 1]] });
    expect(readValue({ $: "dict", items: [[{ $: "int", value: "7" }, "x"]] })).toMatchObject({
      entries: [["7", "x"]],
    });
    expect(readValue({ $: "dataclass", class: "pkg:Shape", fields: { w: 1 } })).toMatchObject({
      label: "Shape",
    });
  });

  it("shows the fields of a kind that it does not know", () => {
    expect(readValue({ $: "quaternion", i: 1 })).toMatchObject({
      label: "quaternion[1]",
      entries: [["i", 1]],
    });
  });
});

describe("a config as a tree", () => {
  const data = node("Data", { seed: 1 });
  const train = node("Train", { data: link("Data"), jobs: 2 }, { plain: ["jobs"] });
  const root = node(
    "Root",
    { train: link("Train"), also: [link("Data")] },
    {
      declared: [{ namespace: "pkg.Data", digest: "data" }],
    },
  );
  const tree = configTree(config(root, [data, train]), { data: "success", train: "failed" });

  it("opens a small tree wholly, and a shared node once", () => {
    const lines = visibleRows(tree, openAtFirst(tree)).map(
      ({ node: { path }, level }) => `${String(level)} ${path}`,
    );
    expect(lines).toEqual([
      "1 train",
      "2 train.data",
      "2 train.jobs",
      "1 also",
      "2 also[0]",
      "1 _dependencies[0]",
      "2 _dependencies[0].seed",
    ]);
  });

  it("links nested nodes with their state", () => {
    expect(tree[0]?.link).toEqual({ namespace: "pkg.Train", digest: "train", state: "failed" });
    expect(tree[0]?.label).toBe("Train");
  });

  it("says which fields are not in the digest, and which nodes are declared", () => {
    const notes = visibleRows(tree, openEverything(tree)).map(({ node: { path, note } }) => [path, note]);
    expect(notes).toContainEqual(["train.jobs", "not in digest"]);
    expect(notes).toContainEqual(["_dependencies[0]", "declared"]);
  });

  it("links a node whose record is elsewhere without unfolding it", () => {
    const [only] = configTree(config(node("Root", { far: link("Far") }), []), {});
    expect(only?.children).toBeNull();
    expect(only?.link?.state).toBeNull();
  });

  it("stays small where nodes are shared many times over", () => {
    const chain = Array.from({ length: 40 }, (_, level) =>
      node(
        `N${String(level)}`,
        level === 39 ? {} : { a: link(`N${String(level + 1)}`), b: link(`N${String(level + 1)}`) },
      ),
    );
    const deep = configTree(config(node("Root", { top: link("N0") }), chain), {});
    expect(visibleRows(deep, openAtFirst(deep)).length).toBeLessThan(40);
    expect(openEverything(deep, 100).size).toBe(100);
  });

  it("sums up the rest of a long list", () => {
    const [list] = configTree(config(node("Root", { layers: Array.from({ length: 250 }, () => 1) }), []), {});
    const children = list?.children?.() ?? [];
    expect(children).toHaveLength(101);
    expect(children.at(-1)).toMatchObject({ key: "…", label: "150 more" });
  });
});

it("shows the fields of a result directly, and a bare result as one line", () => {
  expect(resultTree({ accuracy: 0.9, loss: 0.1 }).map(({ key }) => key)).toEqual(["accuracy", "loss"]);
  expect(resultTree(0.5).map(({ leaf }) => leaf?.text)).toEqual(["0.5"]);
});

it("puts a row's own leaves before nested ones", () => {
  const pairs = leafPairs({ "features.split.seed": 1, C: 0.123456, "features.size": 8, none: null }, 3);
  expect(pairs).toEqual([
    { path: "C", text: "0.1235" },
    { path: "none", text: "None" },
    { path: "features.size", text: "8" },
  ]);
});
