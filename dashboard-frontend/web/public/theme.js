// Runs before the first paint, so that a dark page never flashes white. The same rule is in src/hooks/use-theme.ts.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("furu.theme");
  } catch {
    // Storage may be refused; the system's choice is used then.
  }
  var system = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", chosen === "dark" || (chosen !== "light" && system));
})();
