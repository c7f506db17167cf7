import { readValue } from "@windlass/aws/values/read-value";
import type { AwsSession } from "@windlass/aws/session";
import { ExternalError, type ExternalValues } from "@windlass/compiler/external-values";
import { WindlassError } from "@windlass/contracts/error";
import type { Masker } from "./masker.js";

/** Answers what a config wants to know of AWS, from the stage's own account. What is secret is masked from then on. */
export function askStageAccount(aws: AwsSession, masker: Masker): ExternalValues {
  return {
    async ask(request, signal) {
      try {
        const answer = await readValue(aws, request, signal);
        if (answer?.secret) masker.add(textsIn(answer.value));
        return answer;
      } catch (error) {
        throw error instanceof WindlassError ? new ExternalError(error.message, { cause: error }) : error;
      }
    },
  };
}

/** A secret text; of one that is JSON also the texts in it, which a config can use one by one. */
function textsIn(value: string): string[] {
  const texts = [value];
  const collect = (node: unknown): void => {
    if (typeof node === "string") texts.push(node);
    else if (typeof node === "object" && node !== null) for (const item of Object.values(node)) collect(item);
  };
  try {
    collect(JSON.parse(value));
  } catch {
    // A text like any other.
  }
  return texts;
}
