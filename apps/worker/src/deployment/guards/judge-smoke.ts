import type { SmokeRequest } from "@windlass/contracts/stage-settings";
import type { Judgement } from "./judgement.js";
import { matchBody } from "./match-body.js";
import type { SmokeAnswer } from "./send-smoke-request.js";

/** Whether an answer is the one that was wanted. The body itself is not repeated: it may be anybody's. */
export function judgeSmoke(wanted: SmokeRequest, answer: SmokeAnswer | Error): Judgement {
  const numbers = { value: null, baseline: null, count: null };
  if (answer instanceof Error) return { ...numbers, verdict: "tripped", message: `No answer: ${answer.message}` };
  const { status, body, tookMs } = answer;
  const answered = { ...numbers, value: status };
  if (status !== wanted.status) return { ...answered, verdict: "tripped", message: `Answered ${status} instead of ${wanted.status} in ${tookMs} ms` };
  if (wanted.body === null) return { ...answered, verdict: "good", message: `Answered ${status} in ${tookMs} ms` };
  switch (matchBody(wanted.body, body)) {
    case true:
      return { ...answered, verdict: "good", message: `Answered ${status} in ${tookMs} ms, and the body matches` };
    case false:
      return { ...answered, verdict: "tripped", message: `Answered ${status}, but its body of ${body.length} characters does not match /${wanted.body}/` };
    case "too_slow":
      return { ...answered, verdict: "tripped", message: `Answered ${status}, but /${wanted.body}/ takes too long to match: write it without nested repetitions` };
  }
}
