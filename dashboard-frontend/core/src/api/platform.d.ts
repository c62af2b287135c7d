/** The little of the platform that core uses; browsers, Node and bun all have it. */

interface AbortSignal {
  readonly aborted: boolean;
}

interface PlatformReply {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}

declare function fetch(
  address: string,
  init: {
    method: string;
    headers: Readonly<Record<string, string>>;
    signal?: AbortSignal;
    credentials?: "same-origin";
    body?: string;
  },
): Promise<PlatformReply>;
