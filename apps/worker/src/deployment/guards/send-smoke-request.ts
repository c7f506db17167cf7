import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import type { SmokeRequest } from "@windlass/contracts/stage-settings";
import { isAllowedAddress, lookupAllowed } from "./allowed-address.js";

export type SmokeTarget = {
  url: URL;
  /** Of the stage's own account; the only place on this machine to which a request may go. */
  sandbox: { origin: string; accessKeyId: string } | null;
};

export type SmokeAnswer = { status: number; body: string; tookMs: number };

const timeoutMs = 10_000;
/** A page that is larger is judged by its beginning. */
const longestBody = 256 * 1_024;

/**
 * Sends a smoke request and reads the answer; redirects are answers. Throws an Error that says why there is none: refused
 * address, no connection, ten seconds without an answer. Throws the signal's reason when it aborts.
 */
export function sendSmokeRequest({ method }: SmokeRequest, target: SmokeTarget, signal: AbortSignal): Promise<SmokeAnswer> {
  const { url, sandbox } = target;
  const isSandbox = sandbox !== null && url.origin === sandbox.origin;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!isSandbox && isIP(host) !== 0 && !isAllowedAddress(host)) {
    return Promise.reject(new Error(`Smoke requests may not go to ${host}`));
  }
  const startedAt = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const headers = { "user-agent": "windlass-smoke-request", accept: "*/*", ...(isSandbox ? { authorization: sandboxAccount(sandbox.accessKeyId) } : {}) };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (signal.aborted) reject(signal.reason);
      else if (timeout.aborted) reject(new Error(`No answer within ${timeoutMs / 1_000} s`));
      else reject(error instanceof Error ? error : new Error(String(error)));
    };
    const outgoing = send(
      url,
      { method, headers, agent: false, signal: AbortSignal.any([signal, timeout]), ...(isSandbox ? {} : { lookup: lookupAllowed }) },
      (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const end = (): void => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8"), tookMs: Math.round(performance.now() - startedAt) });
        answer.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size < longestBody) return;
          end();
          answer.destroy();
        });
        answer.on("end", end);
        answer.on("error", fail);
      },
    );
    outgoing.on("error", fail);
    outgoing.end();
  });
}

/** The emulator looks an API up in the account that a request is signed for; the signature itself it does not read. */
function sandboxAccount(accessKeyId: string): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0`;
}
