import { ApiProblem, problemFromReply, unreachable } from "./problem";
import type { paths } from "./schema.gen";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The one seam to the network: an address and perhaps a JSON body in, a status and a JSON body out. */
export type Transport = (
  address: string,
  signal: AbortSignal | undefined,
  method: Method,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;

interface Operation {
  readonly parameters: { readonly query?: unknown; readonly path?: unknown };
  readonly requestBody?: { readonly content: { readonly "application/json": unknown } };
  readonly responses:
    { readonly 200: { readonly content: unknown } } | { readonly 204: { readonly content?: never } };
}

/** The addresses that offer a method, and the operation there. */
type Offering<M extends Lowercase<Method>> = {
  readonly [P in keyof paths as paths[P][M] extends Operation ? P : never]: paths[P][M] extends Operation
    ? paths[P][M]
    : never;
};
type Reading = Offering<"get">;
type Acting = Offering<"post">;
type Putting = Offering<"put">;
type Patching = Offering<"patch">;
type Deleting = Offering<"delete">;

/** What is answered; nothing where something was taken away. */
type Reply<O extends Operation> = O["responses"] extends {
  readonly 200: { readonly content: { readonly "application/json": infer Body } };
}
  ? Body
  : null;

type Body<O extends Operation> = NonNullable<O["requestBody"]>["content"]["application/json"];

export interface Request<O extends Operation> {
  readonly path?: NonNullable<O["parameters"]["path"]>;
  readonly query?: NonNullable<O["parameters"]["query"]>;
  readonly body?: Body<O>;
  readonly signal?: AbortSignal;
}

export interface Client {
  get<P extends keyof Reading>(path: P, request?: Request<Reading[P]>): Promise<Reply<Reading[P]>>;
  post<P extends keyof Acting>(path: P, request?: Request<Acting[P]>): Promise<Reply<Acting[P]>>;
  put<P extends keyof Putting>(path: P, request?: Request<Putting[P]>): Promise<Reply<Putting[P]>>;
  patch<P extends keyof Patching>(path: P, request?: Request<Patching[P]>): Promise<Reply<Patching[P]>>;
  delete<P extends keyof Deleting>(path: P, request?: Request<Deleting[P]>): Promise<Reply<Deleting[P]>>;
}

/** Every request that changes something carries it; a page of another origin cannot send it. */
const ACTION = { "x-furu-action": "1" } as const;

/** A client whose methods and answers are those of the generated schema. */
export function createClient(transport: Transport): Client {
  const ask = async (method: Method, template: string, request: Request<Operation>): Promise<unknown> => {
    const address = addressOf(template, request.path ?? {}, request.query ?? {});
    const { status, body } = await transport(address, request.signal, method, request.body);
    if (status < 200 || status >= 300) {
      throw new ApiProblem(problemFromReply(status, body));
    }
    return body;
  };
  const asking =
    (method: Method) =>
    (template: string, request: Request<Operation> = {}) =>
      ask(method, template, request);
  return {
    get: asking("GET"),
    post: asking("POST"),
    put: asking("PUT"),
    patch: asking("PATCH"),
    delete: asking("DELETE"),
  } as Client;
}

/** Fill a path template and append the query; lists repeat their name, absent values are left out. */
export function addressOf(template: string, path: object, query: object): string {
  const names = new Map<string, unknown>(Object.entries(path));
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names.get(name))),
  );
  const pairs = Object.entries(query as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null)
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`),
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`;
}

/** The transport of browsers and terminals: same-origin cookie, JSON, and an unreachable server as a problem. */
export function fetchTransport(base = ""): Transport {
  return async (address, signal, method, sent) => {
    try {
      const reply = await fetch(`${base}${address}`, {
        method,
        headers: {
          accept: "application/json",
          ...(method === "GET" ? {} : ACTION),
          ...(sent === undefined ? {} : { "content-type": "application/json" }),
        },
        credentials: "same-origin",
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
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
