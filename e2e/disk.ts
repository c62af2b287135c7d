import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";

/** An artifact as its folder shows it, without asking the server. */
export interface Artifact {
  readonly namespace: string;
  readonly digest: string;
  readonly succeeded: boolean;
}

/** All artifacts of a root: folders with a `.furu` folder inside. */
export function artifactsOf(root: string): readonly Artifact[] {
  const data = join(root, "data");
  return readdirSync(data, { recursive: true, encoding: "utf-8", withFileTypes: true })
    .filter((entry) => entry.name === ".furu" && entry.isDirectory())
    .map(({ parentPath }) => ({
      namespace: relative(data, dirname(parentPath)).replaceAll(sep, "."),
      digest: basename(parentPath),
      succeeded: existsSync(join(parentPath, ".furu", "success")),
    }));
}
