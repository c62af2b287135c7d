import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { nextTheme, useTheme, useThemeClass } from "@/hooks/use-theme";

it("follows the system until something is chosen, and remembers the choice", () => {
  const { result } = renderHook(() => {
    useThemeClass();
    return useTheme();
  });
  expect(result.current.theme).toBe("system");
  expect(document.documentElement.classList.contains("dark")).toBe(false);
  act(() => result.current.choose("dark"));
  expect(document.documentElement.classList.contains("dark")).toBe(true);
  expect(localStorage.getItem("furu.theme")).toBe("dark");
});

it("goes round the three themes", () => {
  expect((["light", "dark", "system"] as const).map(nextTheme)).toEqual(["dark", "system", "light"]);
});
