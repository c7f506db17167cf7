import { InvokeCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type InvokeFunctionInput = {
  functionName: string;
  /** JSON text; nothing is sent as `null`. */
  payload?: string;
  signal?: AbortSignal;
};

export type InvokeFunctionResult = {
  /** What the function answered, as text. For a failed function: `{ errorMessage, errorType, … }`. */
  payload: string;
  /** `Handled` or `Unhandled` when the function itself failed, else null. */
  functionError: string | null;
  /** The last 4 KB of the invocation's log. */
  logTail: string;
  executedVersion: string | null;
};

/**
 * Runs a function and waits for its answer. A function that fails is an answer, not an error.
 *
 * @throws WindlassError
 */
export async function invokeFunction(session: AwsSession, input: InvokeFunctionInput): Promise<InvokeFunctionResult> {
  const answer = await callAws(session, `invoke ${input.functionName}`, () =>
    session.lambda.send(
      new InvokeCommand({
        FunctionName: input.functionName,
        LogType: "Tail",
        ...(input.payload === undefined ? {} : { Payload: Buffer.from(input.payload) }),
      }),
      input.signal ? { abortSignal: input.signal } : {},
    ),
  );
  return {
    payload: answer.Payload ? Buffer.from(answer.Payload).toString("utf8") : "",
    functionError: answer.FunctionError ?? null,
    logTail: answer.LogResult ? Buffer.from(answer.LogResult, "base64").toString("utf8") : "",
    executedVersion: answer.ExecutedVersion ?? null,
  };
}
