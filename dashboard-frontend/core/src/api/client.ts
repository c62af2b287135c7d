import { ApiProblem, problemFromReply, unreachable } from "./problem";
import type { paths } from "./schema.gen";

/** The one seam to the network: an address in, a status and a JSON body out. */
export type Transport = (
  address: string,
  signal: AbortSignal | undefined,
) => Promise<{ readonly status: number; readonly body: unknown }>;

type Path = keyof paths;
type Parameters<P extends Path> = paths[P]["get"]["parameters"];
type Query<P extends Path> = NonNullable<Parameters<P>["query"]>;
type PathParameters<P extends Path> = NonNullable<Parameters<P>["path"]>;
type Reply<P extends Path> = paths[P]["get"]["responses"][200]["content"] extends {
  readonly "application/json": infer Body;
}
  ? Body
  : never;

export interface Request<P extends Path> {
  readonly path?: PathParameters<P>;
  readonly query?: Query<P>;
  readonly signal?: AbortSignal;
}

export interface Client {
  get<P extends Path>(path: P, request?: Request<P>): Promise<Reply<P>>;
}

/** A client whose methods and answers are those of the generated schema. */
export function createClient(transport: Transport): Client {
  return {
    async get<P extends Path>(path: P, request: Request<P> = {}): Promise<Reply<P>> {
      const address = addressOf(path, request.path ?? {}, request.query ?? {});
      const { status, body } = await transport(address, request.signal);
      if (status < 200 || status >= 300) {
        throw new ApiProblem(problemFromReply(status, body));
      }
      return body as Reply<P>;
    },
  };
}

/** Fill a path template and append the query; lists repeat their name, absent values are left out. */
export function addressOf(
  template: string,
  path: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null)
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`),
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`;
}

/** The transport of browsers and terminals: same-origin cookie, JSON, and an unreachable server as a problem. */
export function fetchTransport(base = ""): Transport {
  return async (address, signal) => {
    try {
      const reply = await fetch(`${base}${address}`, {
        headers: { accept: "application/json" },
        credentials: "same-origin",
        ...(signal === undefined ? {} : { signal }),
      });
      const body: unknown = await reply.json().catch(() => null);
      return { status: reply.status, body };
    } catch (error) {
      if (signal?.aborted === true) {
        throw error;
      }
      throw new ApiProblem(unreachable());
    }
  };
}
