import { describe, expect, it } from "vitest";
import { cellText, kindOfValues } from "@furu/core/columns/cell";
import { asClause, cellConditions, withCondition } from "@furu/core/columns/conditions";
import {
  chosen,
  firstColumns,
  readColumns,
  withChanged,
  withMoved,
  withPlaced,
  withToggled,
  writeColumns,
} from "@furu/core/columns/choice";
import { KNOWN_COLUMNS, knownColumn } from "@furu/core/columns/known";
import { LEAD, layoutOf, NARROW } from "@furu/core/columns/layout";

const NOW = Date.parse("2025-11-22T12:00:00Z");
const paths = (text: string) => readColumns(text).map(({ path }) => path);

describe("columns in the URL", () => {
  it("survive the way there and back, whatever a leaf is called", () => {
    const choices = [
      { path: "class", width: 200, pinned: true },
      { path: "config.optimizer.lr", width: null, pinned: false },
      { path: "config.words.a,b~c!d%2C", width: 90, pinned: false },
    ];
    const text = writeColumns(choices);
    expect(text).toBe("class~200!,config.optimizer.lr,config.words.a%2Cb%7Ec%21d%252C~90");
    expect(readColumns(text)).toEqual(choices);
  });

  it("leave out what cannot be understood, and what is said twice", () => {
    expect(paths("state,,state~90,!,~5,class~x,config.lr~99999999")).toEqual(["state"]);
  });

  it("keep widths within bounds", () => {
    expect(readColumns("state~1,class~99999").map(({ width }) => width)).toEqual([40, 1200]);
  });

  it("keep pinned ones first", () => {
    expect(paths("state,class,digest!")).toEqual(["digest", "state", "class"]);
    expect(paths(writeColumns(withChanged(readColumns("state,class"), "class", { pinned: true })))).toEqual([
      "class",
      "state",
    ]);
  });
});

describe("choosing columns", () => {
  const three = readColumns("state,class,digest");
  const order = (choices: typeof three) => choices.map(({ path }) => path).join(" ");

  it("adds at the end, takes out, and keeps the last one", () => {
    expect(order(withToggled(three, "host"))).toBe("state class digest host");
    expect(order(withToggled(three, "class"))).toBe("state digest");
    expect(withToggled([chosen("state")], "state")).toEqual([chosen("state")]);
  });

  it("moves by places, no further than the ends", () => {
    expect(order(withMoved(three, "digest", -1))).toBe("state digest class");
    expect(order(withMoved(three, "digest", 9))).toBe("state class digest");
    expect(order(withPlaced(three, "state", 2))).toBe("class digest state");
    expect(withMoved(three, "nothing", 1)).toBe(three);
  });

  it("shows more by itself the wider the table is", () => {
    expect(firstColumns(390).map(({ path }) => path)).toEqual(["state", "class", "created"]);
    expect(firstColumns(2000)).toHaveLength(11);
  });

  it("shows no more by itself than fits", () => {
    for (let width = NARROW; width < 2000; width += 10) {
      expect(layoutOf(firstColumns(width), new Map(), false).width).toBeLessThanOrEqual(width);
    }
    expect(layoutOf(firstColumns(390), new Map(), true).width).toBeLessThanOrEqual(390);
  });

  it("names every column once", () => {
    expect(new Set(KNOWN_COLUMNS.map(({ path }) => path)).size).toBe(KNOWN_COLUMNS.length);
    expect(knownColumn("config.optimizer.lr")).toMatchObject({
      label: "optimizer.lr",
      sort: "config.optimizer.lr",
    });
    expect(knownColumn("result.accuracy").label).toBe("accuracy");
  });
});

describe("the layout", () => {
  it("lets wide columns grow, and none that has a width or a pin", () => {
    const layout = layoutOf(readColumns("state!,class,result~300"), new Map(), false);
    expect(layout.template).toBe(`${String(LEAD)}px 108px minmax(180px, 4fr) 300px`);
    expect(layout.width).toBe(LEAD + 108 + 180 + 300);
    expect(layout.columns.map(({ left }) => left)).toEqual([LEAD, LEAD + 108, LEAD + 288]);
  });

  it("lines up leaves that hold numbers at their end", () => {
    const choices = readColumns("config.lr,config.name,attempts");
    const layout = layoutOf(choices, new Map([["config.lr", "number" as const]]), false);
    expect(layout.columns.map(({ align }) => align)).toEqual(["end", "start", "end"]);
  });
});

describe("cells", () => {
  it("show each kind in its own way, and exactly on hover", () => {
    expect(cellText(72.4, "seconds", NOW)).toEqual({ text: "1m 12s", exact: "72.4 seconds" });
    expect(cellText(3_400_000_000, "bytes", NOW)).toEqual({ text: "3.4 GB", exact: "3,400,000,000 bytes" });
    expect(cellText("2025-11-22T11:00:00Z", "time", NOW)?.text).toBe("1h ago");
    expect(cellText(0.123456789, "number", NOW)).toEqual({ text: "0.12346", exact: "0.123456789" });
    expect(cellText(true, "flag", NOW)?.text).toBe("yes");
    expect(cellText("two\nlines", "text", NOW)).toEqual({ text: "two", exact: "two\nlines" });
    expect(cellText(null, "number", NOW)).toBeNull();
  });

  it("tell what a leaf holds", () => {
    expect(kindOfValues([1, null, 2.5])).toBe("number");
    expect(kindOfValues(["a", "b"])).toBe("text");
    expect(kindOfValues([1, "a"])).toBe("mixed");
    expect(kindOfValues([null])).toBe("mixed");
  });
});

describe("what a cell can be asked for", () => {
  const texts = (...cell: Parameters<typeof cellConditions>) =>
    cellConditions(...cell).map(({ verb, clause }) => `${verb} ${clause.text}`);

  it("is the value, or anything but it; of amounts also what lies on either side", () => {
    expect(texts("state", "failed", "state")).toEqual(["Only state:failed", "Without state!=failed"]);
    expect(texts("config.lr", 0.1, "number")).toEqual([
      "Only config.lr:0.1",
      "Without config.lr!=0.1",
      "At least config.lr>=0.1",
      "At most config.lr<=0.1",
    ]);
    expect(texts("created", "2025-11-22T11:00:00Z", "time")).toEqual([
      'At least created>="2025-11-22T11:00:00Z"',
      'At most created<="2025-11-22T11:00:00Z"',
    ]);
  });

  it("is being there, where there is none", () => {
    expect(texts("host", null, "text")).toEqual(["Only not has:host", "Without has:host"]);
  });

  it("keeps texts that look like numbers texts", () => {
    expect(texts("config.code", "00123", "text")[0]).toBe('Only config.code:"00123"');
    expect(texts("config.flag", "true", "text")[0]).toBe('Only config.flag:"true"');
    expect(texts("config.flag", true, "flag")[0]).toBe("Only config.flag:true");
  });

  it("joins the query once, beside what is either or", () => {
    const clause = cellConditions("state", "failed", "state")[0]?.clause ?? asClause("");
    expect(withCondition([], clause)).toBe("state:failed");
    expect(withCondition([asClause("lr>1"), clause], clause)).toBe("lr>1 state:failed");
    const either = { ...asClause("a or b"), kind: "group" as const };
    expect(withCondition([either], clause)).toBe("(a or b) state:failed");
  });
});
