import { useEffect, useSyncExternalStore } from "react";
import { stored } from "./stored";

export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

const preference = stored("furu.theme");
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

/** The chosen theme, and the way to choose another. */
export function useTheme() {
  const theme = useSyncExternalStore(preference.subscribe, chosen);
  return { theme, choose: (next: Theme) => preference.write(next) };
}

/** Keep the page's class in step with the choice and with the system; used once, at the top. */
export function useThemeClass(): void {
  const { theme } = useTheme();
  useEffect(() => {
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && systemDark.matches);
      document.documentElement.classList.toggle("dark", dark);
    };
    apply();
    systemDark.addEventListener("change", apply);
    return () => systemDark.removeEventListener("change", apply);
  }, [theme]);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}

function chosen(): Theme {
  const value = preference.read();
  return value === "light" || value === "dark" ? value : "system";
}
