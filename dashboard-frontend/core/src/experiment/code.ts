import type { GitRecord } from "../api/schema.gen";

/** A command line as a shell takes it. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}

/** The git commands that bring the code of an attempt back; only what was recorded can be. */
export function gitCommands(git: GitRecord, patchFile: string, root: string): readonly string[] {
  const { commit, remote, patch, bundle } = git;
  if (commit === null) {
    return [];
  }
  return [
    ...(remote === null ? [] : [shellLine(["git", "clone", remote, "code"]), "cd code"]),
    ...(bundle === null ? [] : [shellLine(["git", "fetch", bundleFile(root, bundle), "HEAD"])]),
    shellLine(["git", "checkout", "--detach", commit]),
    ...(patch === null ? [] : [shellLine(["git", "apply", patchFile])]),
  ];
}

/** The root that an experiment's folder lies in. */
export function rootOf(
  directory: string,
  { namespace, digest }: { namespace: string; digest: string },
): string {
  return directory.slice(0, -`/data/${namespace.replaceAll(".", "/")}/${digest}`.length);
}

/** Where the commits that are on no remote are kept; they are fetched from there like from any repository. */
function bundleFile(root: string, key: string): string {
  return `${root}/objects/bundles/${key.slice(0, 2)}/${key}`;
}
