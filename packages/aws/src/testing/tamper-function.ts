import { PutFunctionConcurrencyCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { AwsSession } from "../session.js";

export type Tampering = { code?: Uint8Array; memoryMb?: number; environment?: Record<string, string>; reservedConcurrency?: number };

/** Changes a function as somebody does in the console, behind Windlass' back. */
export async function tamperFunction({ lambda }: AwsSession, FunctionName: string, change: Tampering): Promise<void> {
  const { code, memoryMb, environment, reservedConcurrency } = change;
  if (code) await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code }));
  const configuration = { ...(memoryMb === undefined ? {} : { MemorySize: memoryMb }), ...(environment ? { Environment: { Variables: environment } } : {}) };
  if (Object.keys(configuration).length > 0) await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...configuration }));
  if (reservedConcurrency !== undefined) await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reservedConcurrency }));
}
