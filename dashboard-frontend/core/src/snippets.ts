/** One Python text that builds several experiments: their imports once, then the list of them. */
export function listOfExperiments(snippets: readonly string[]): string {
  const imports = new Set<string>();
  const expressions = snippets.map((snippet) => {
    const lines = snippet.split("\n");
    const first = lines.findIndex((line) => line !== "" && !/^(from|import) /.test(line));
    lines.slice(0, Math.max(0, first)).forEach((line) => line !== "" && imports.add(line));
    return lines
      .slice(Math.max(0, first))
      .map((line) => (line === "" ? line : `    ${line}`))
      .join("\n");
  });
  const head = [...imports].sort().join("\n");
  const list = `experiments = [\n${expressions.map((text) => `${text},`).join("\n")}\n]\n`;
  return head === "" ? list : `${head}\n\n${list}`;
}
