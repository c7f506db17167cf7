import type { IncomingMessage } from "node:http";

/** How often calls go wrong, each as a share of 1. */
export type AwsTrouble = {
  /** Refused with the service's own throttling error; AWS has done nothing. */
  throttled: number;
  /** Answered with a 500; AWS has done nothing. */
  failed: number;
  /** AWS has done what was asked, and the connection breaks before its answer. */
  lost: number;
  /** Every answer is late by so much. */
  delayMs?: number;
  /** Between 0 and 1; a seeded one makes a run repeatable. */
  random: () => number;
};

export type AwsFate = "passes" | "throttled" | "failed" | "lost";

/** What becomes of the next call. */
export function drawFate(trouble: AwsTrouble | null): AwsFate {
  if (!trouble) return "passes";
  const drawn = trouble.random();
  if (drawn < trouble.throttled) return "throttled";
  if (drawn < trouble.throttled + trouble.failed) return "failed";
  return drawn < trouble.throttled + trouble.failed + trouble.lost ? "lost" : "passes";
}

export type AwsRefusal = { status: number; headers: Record<string, string>; body: Buffer };

/** The answer of a service that refuses a call, in the shape of its protocol: XML of the query API or of S3, else JSON. */
export function refusalOf(incoming: IncomingMessage, fate: "throttled" | "failed"): AwsRefusal {
  const throttled = fate === "throttled";
  const service = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1];
  if (service === "s3") {
    const code = throttled ? "SlowDown" : "InternalError";
    return xml(throttled ? 503 : 500, `<Error><Code>${code}</Code><Message>Played by the test.</Message></Error>`);
  }
  if (incoming.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    const [type, code] = throttled ? ["Sender", "Throttling"] : ["Receiver", "InternalFailure"];
    const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>Played by the test.</Message></Error>`;
    return xml(throttled ? 400 : 500, `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`);
  }
  const name = throttled ? "TooManyRequestsException" : "ServiceException";
  const headers = { "content-type": "application/json", "x-amzn-errortype": name };
  return { status: throttled ? 429 : 500, headers, body: Buffer.from(JSON.stringify({ __type: name, message: "Played by the test." })) };
}

function xml(status: number, body: string): AwsRefusal {
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
}

/** A small generator of numbers between 0 and 1 that gives the same row for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
