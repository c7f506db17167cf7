import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionConfigurationCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type Runtime,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { WindlassError } from "@windlass/contracts/error";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** What is to be as it was; what is left out stays as it is. Null takes a concurrency away. */
export type FunctionRepair = {
  code?: { bucket: string; key: string };
  configuration?: { runtime?: string; handler?: string; memoryMb?: number; timeoutSeconds?: number; layers?: string[]; environment?: Record<string, string> };
  reservedConcurrency?: number | null;
  aliases?: { name: string; version?: string; weights?: Record<string, number>; provisioned?: number | null }[];
};

const pollMs = 300;
const patienceMs = 5 * 60_000;

type PutBackInput = {
  functionName: string;
  repair: FunctionRepair;
  /** Called before each call that changes something; throws when it must not be made any more. */
  check: () => Promise<void>;
  signal: AbortSignal;
};

/**
 * Puts a function's code, settings, concurrency and aliases back by Lambda's own API, because CloudFormation sees nothing to
 * change. May run twice: it sets the same values.
 *
 * @throws WindlassError
 */
export async function putBackFunction(session: AwsSession, input: PutBackInput): Promise<void> {
  const { functionName, repair, check, signal } = input;
  const send = async <T>(doing: string, call: () => Promise<T>): Promise<void> => {
    await check();
    await callAws(session, `${doing} of ${functionName}`, call);
  };
  const options = { abortSignal: signal };
  const { code, configuration, reservedConcurrency, aliases = [] } = repair;
  if (code) {
    const command = new UpdateFunctionCodeCommand({ FunctionName: functionName, S3Bucket: code.bucket, S3Key: code.key });
    await send("put back the code", () => session.lambda.send(command, options));
    await untilUpdated(session, functionName, signal);
  }
  if (configuration) {
    await send("put back the settings", () => session.lambda.send(new UpdateFunctionConfigurationCommand(toCommand(functionName, configuration)), options));
    await untilUpdated(session, functionName, signal);
  }
  if (reservedConcurrency === null) await send("remove the reserved concurrency", () => session.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName }), options));
  else if (reservedConcurrency !== undefined) {
    const command = new PutFunctionConcurrencyCommand({ FunctionName: functionName, ReservedConcurrentExecutions: reservedConcurrency });
    await send("put back the reserved concurrency", () => session.lambda.send(command, options));
  }
  for (const alias of aliases) await putBackAlias(session, { functionName, alias, send, signal });
}

type AliasInput = {
  functionName: string;
  alias: NonNullable<FunctionRepair["aliases"]>[number];
  send: <T>(doing: string, call: () => Promise<T>) => Promise<void>;
  signal: AbortSignal;
};

async function putBackAlias(session: AwsSession, { functionName, alias, send, signal }: AliasInput): Promise<void> {
  const options = { abortSignal: signal };
  const { name, version, weights, provisioned } = alias;
  const qualified = { FunctionName: functionName, Qualifier: name };
  if (version !== undefined || weights !== undefined) {
    const command = new UpdateAliasCommand({
      FunctionName: functionName,
      Name: name,
      ...(version === undefined ? {} : { FunctionVersion: version }),
      RoutingConfig: { AdditionalVersionWeights: weights ?? {} },
    });
    await send(`put back the alias ${name}`, () => session.lambda.send(command, options));
  }
  if (provisioned === null) await send("remove the provisioned concurrency", () => session.lambda.send(new DeleteProvisionedConcurrencyConfigCommand(qualified), options));
  else if (provisioned !== undefined) {
    const command = new PutProvisionedConcurrencyConfigCommand({ ...qualified, ProvisionedConcurrentExecutions: provisioned });
    await send("put back the provisioned concurrency", () => session.lambda.send(command, options));
  }
}

function toCommand(functionName: string, { runtime, handler, memoryMb, timeoutSeconds, layers, environment }: NonNullable<FunctionRepair["configuration"]>): UpdateFunctionConfigurationCommandInput {
  return {
    FunctionName: functionName,
    // The SDK lists the runtimes that it knows; a template may name a newer one.
    ...(runtime === undefined ? {} : { Runtime: runtime as Runtime }),
    ...(handler === undefined ? {} : { Handler: handler }),
    ...(memoryMb === undefined ? {} : { MemorySize: memoryMb }),
    ...(timeoutSeconds === undefined ? {} : { Timeout: timeoutSeconds }),
    ...(layers === undefined ? {} : { Layers: layers }),
    ...(environment === undefined ? {} : { Environment: { Variables: environment } }),
  };
}

/** Lambda takes the next change only when the one before is done. */
async function untilUpdated(session: AwsSession, functionName: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const command = new GetFunctionConfigurationCommand({ FunctionName: functionName });
    const found = await callAws(session, `wait for the function ${functionName}`, () => session.lambda.send(command, { abortSignal: signal }));
    if (found.LastUpdateStatus === "Failed") throw new WindlassError("aws_error", `Lambda could not update ${functionName}: ${found.LastUpdateStatusReason ?? "it does not say why"}`);
    if (found.LastUpdateStatus !== "InProgress") return;
    if (Date.now() > deadline) throw new WindlassError("aws_error", `Lambda is still updating ${functionName} after five minutes.`);
    await sleep(pollMs, undefined, { signal });
  }
}

/**
 * Switches an event source mapping on or off.
 *
 * @throws WindlassError
 */
export async function putBackEventSource(session: AwsSession, { uuid, enabled, signal }: { uuid: string; enabled: boolean; signal: AbortSignal }): Promise<void> {
  const command = new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: enabled });
  await callAws(session, `switch the event source mapping ${uuid}`, () => session.lambda.send(command, { abortSignal: signal }));
}
