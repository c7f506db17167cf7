import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoint } from "@windlass/contracts/deployment";
import type { SmokeRequest } from "@windlass/contracts/stage-settings";
import type { StepContext } from "../run-step.js";
import { judgeSmoke } from "./judge-smoke.js";
import type { Judgement } from "./judgement.js";
import { sendSmokeRequest, type SmokeTarget } from "./send-smoke-request.js";

/** AWS may answer from before the deployment for some seconds; a sandbox does not. */
const pausesMs = [1_000, 2_000, 4_000, 8_000];
const sandboxPausesMs = [250, 500];

/** Sends a smoke request until it is answered as wanted, a few times. Throws the signal's reason when it aborts. */
export async function runSmokeRequest(context: StepContext, request: SmokeRequest, endpoints: readonly Endpoint[]): Promise<Judgement> {
  const target = targetOf(context, request, endpoints);
  if (target === null) {
    return { verdict: "tripped", message: "The stage has no endpoint below which the path could be: write a whole URL.", value: null, baseline: null, count: null };
  }
  const pauses = target.sandbox === null ? pausesMs : sandboxPausesMs;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await sendSmokeRequest(request, target, context.signal).catch((error: unknown) => {
      context.signal.throwIfAborted();
      return error instanceof Error ? error : new Error(String(error));
    });
    const judgement = judgeSmoke(request, answer);
    const pauseMs = pauses[attempt];
    if (judgement.verdict === "good" || pauseMs === undefined) return context.masker.json(judgement);
    await sleep(pauseMs, undefined, { signal: context.signal });
  }
}

function targetOf({ aws }: StepContext, { path }: SmokeRequest, endpoints: readonly Endpoint[]): SmokeTarget | null {
  const { access } = aws;
  const sandbox = access.kind === "sandbox" ? { origin: new URL(access.endpointUrl).origin, accessKeyId: access.accessKeyId } : null;
  if (!path.startsWith("/")) return { url: new URL(path), sandbox };
  const endpoint = endpoints.find(({ kind }) => kind !== "websocket");
  return endpoint ? { url: new URL(`${endpoint.url}${path}`), sandbox } : null;
}
