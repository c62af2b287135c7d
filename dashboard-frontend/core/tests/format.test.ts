import { describe, expect, it } from "vitest";
import { formatBytes } from "@furu/core/format/bytes";
import { exactDuration, formatDuration, formatElapsed } from "@furu/core/format/duration";
import { classNameOf, experimentId, moduleOf, shortDigest } from "@furu/core/format/identity";
import { formatCount, formatNumber, plural } from "@furu/core/format/number";
import { formatAgo, secondsSince } from "@furu/core/format/time";

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [0.0204, "20 ms"],
    [0.9994, "999 ms"],
    [0.9996, "1.0 s"],
    [12.44, "12.4 s"],
    [59.96, "1m 00s"],
    [72, "1m 12s"],
    [3599.6, "1h 00m"],
    [11_100, "3h 05m"],
    [187_200, "2d 04h"],
  ])("%d seconds read as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("runs in whole seconds, and never below zero", () => {
    expect(formatElapsed(-3)).toBe("0s");
    expect(formatElapsed(48.9)).toBe("48s");
    expect(formatElapsed(72.9)).toBe("1m 12s");
  });

  it("keeps the exact value for the tooltip", () => {
    expect(exactDuration(1234.5678)).toBe("1,234.5678 seconds");
  });
});

describe("moments", () => {
  const now = Date.parse("2025-11-22T12:00:00Z");

  it.each([
    ["2025-11-22T11:59:57Z", "now"],
    ["2025-11-22T11:59:30.000001+00:00", "30s ago"],
    ["2025-11-22T11:55:00Z", "5m ago"],
    ["2025-11-22T09:00:00Z", "3h ago"],
    ["2025-11-20T12:00:00Z", "2d ago"],
    ["2025-10-11T12:00:00Z", "6w ago"],
    ["2025-11-22T12:05:00Z", "in 5m"],
  ])("%s reads as %s", (iso, text) => {
    expect(formatAgo(iso, now)).toBe(text);
  });

  it("counts no negative seconds when the server's clock is ahead", () => {
    expect(secondsSince("2025-11-22T12:00:09Z", now)).toBe(0);
  });
});

describe("sizes and numbers", () => {
  it.each([
    [0, "0 B"],
    [812, "812 B"],
    [999.7, "1.0 kB"],
    [3_400_000_000, "3.4 GB"],
    [123_456_789, "123 MB"],
  ])("%d bytes read as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [1, "1"],
    [0.1 + 0.2, "0.3"],
    [0.97429412, "0.974294"],
    [0.00001234567, "1.235e-5"],
    [1e-5, "1e-5"],
    [1e21, "1e+21"],
  ])("%d reads as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("shortens numbers in cells", () => {
    expect(formatNumber(0.97429412, 4)).toBe("0.9743");
  });

  it("groups counts and knows one from many", () => {
    expect(formatCount(12_480)).toBe("12,480");
    expect(plural(1, "class", "classes")).toBe("1 class");
    expect(plural(1200, "experiment")).toBe("1,200 experiments");
  });
});

describe("identities", () => {
  it("splits a namespace into class and module", () => {
    expect(classNameOf("digits.train.Perceptron")).toBe("Perceptron");
    expect(moduleOf("digits.train.Perceptron")).toBe("digits.train");
    expect(moduleOf("Perceptron")).toBe("");
  });

  it("joins a namespace and a digest, and shows eight characters", () => {
    expect(experimentId({ namespace: "a.B", digest: "0123456789ab" })).toBe("a.B@0123456789ab");
    expect(shortDigest("0123456789ab")).toBe("01234567");
  });
});
