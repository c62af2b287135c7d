/** Characters of a digest that are shown; the copy holds all of it. */
const SHOWN = 8;

export function shortDigest(digest: string): string {
  return digest.slice(0, SHOWN);
}

export interface Identity {
  readonly namespace: string;
  readonly digest: string;
}

export function experimentId({ namespace, digest }: Identity): string {
  return `${namespace}@${digest}`;
}

/** The address of an experiment's page. */
export function experimentAddress(identity: Identity): string {
  return `/experiments/${encodeURIComponent(experimentId(identity)).replaceAll("%40", "@")}`;
}

/** The class's own name: what follows the last dot or colon of a namespace. */
export function classNameOf(namespace: string): string {
  return namespace.split(/[.:]/).at(-1) ?? namespace;
}

/** Python paths of the code: `digits.train:Train` reads as `digits.train`. */
export function moduleOf(namespace: string): string {
  return namespace.slice(0, Math.max(0, namespace.length - classNameOf(namespace).length - 1));
}
