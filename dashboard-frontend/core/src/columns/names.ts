import { quoted } from "../query/write";

/** Names of fields separated by commas, as the server takes them; one with a comma in it is quoted. */
export function writeNames(names: readonly string[]): string {
  return names.map(writeName).join(",");
}

/** Read such a list; a `-` before a name stays there. */
export function readNames(text: string): readonly string[] {
  return [...text.matchAll(/(-?)(?:"((?:[^"\\]|\\.)*)"|([^,]+))/g)]
    .map(([, sign = "", inside, plain = ""]) => `${sign}${inside === undefined ? plain : unquoted(inside)}`)
    .filter((name) => name.trim() !== "" && name !== "-");
}

function writeName(name: string): string {
  const sign = name.startsWith("-") ? "-" : "";
  const field = name.slice(sign.length);
  return /[,"\n\t]|^\s|\s$/.test(field) ? `${sign}${quoted(field)}` : name;
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

function unquoted(inside: string): string {
  return inside.replace(/\\(.)/gs, (_, sign: string) => ESCAPED[sign] ?? sign);
}
