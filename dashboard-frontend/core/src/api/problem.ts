import type { Problem } from "./schema.gen";

/** The server's answer when it cannot do what was asked: what happened and what to do next. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Whether the server understood the request and says that what it asks for cannot be answered. */
export function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && [404, 409, 422].includes(error.problem.status);
}

/** Turn whatever was thrown into the one error shape, so that every page can show it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) {
    return error.problem;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    status: 0,
    code: "client",
    title: "Something in this page broke",
    detail,
    hint: "Reload the page. The data on disk is not affected.",
    position: null,
    length: null,
    total: null,
    version: null,
  };
}

/** Read a failed reply's body, which need not be a problem when a proxy answered instead. */
export function problemFromReply(status: number, body: unknown): Problem {
  if (isProblem(body)) {
    return body;
  }
  return {
    status,
    code: "unexpected",
    title: `The server answered ${String(status)}`,
    detail: "The answer was not one that furu gives.",
    hint: "Look at the terminal in which the dashboard was started.",
    position: null,
    length: null,
    total: null,
    version: null,
  };
}

export function unreachable(): Problem {
  return {
    status: 0,
    code: "unreachable",
    title: "The dashboard server does not answer",
    detail: "The process that served this page may have been stopped.",
    hint: "Start it again with `furu dashboard` and open the address it prints.",
    position: null,
    length: null,
    total: null,
    version: null,
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && "detail" in body && "code" in body;
}
