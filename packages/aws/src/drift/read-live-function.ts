import {
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  ListProvisionedConcurrencyConfigsCommand,
  type AliasConfiguration,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import { nameOf } from "../aws-error.js";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type LiveAlias = { name: string; version: string; weights: Record<string, number>; provisioned: number | null };

/** A function as Lambda runs it now. Environment values are in the clear: for comparing, never for storing. */
export type LiveFunction = {
  /** SHA-256 of its zip in base64, of an image as a digest. */
  codeSha256: string;
  runtime: string | null;
  handler: string | null;
  memoryMb: number;
  timeoutSeconds: number;
  layers: string[];
  environment: Record<string, string>;
  reservedConcurrency: number | null;
  aliases: LiveAlias[];
};

type ReadInput = { functionName: string; withAliases: boolean; signal?: AbortSignal };

/**
 * Reads what a function is now, with its aliases where asked; null where it was deleted.
 *
 * @throws WindlassError
 */
export async function readLiveFunction(session: AwsSession, input: ReadInput): Promise<LiveFunction | null> {
  const { functionName, signal } = input;
  const options = signal ? { abortSignal: signal } : {};
  const found = await callAws(session, `read the function ${functionName}`, () =>
    session.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }), options).catch(absentAsNull),
  );
  if (found === null) return null;
  const concurrency = await callAws(session, `read the concurrency of ${functionName}`, () =>
    session.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName }), options),
  );
  const aliases = input.withAliases ? await readAliases(session, input) : [];
  return { ...toLive(found), reservedConcurrency: concurrency.ReservedConcurrentExecutions ?? null, aliases };
}

function toLive(found: FunctionConfiguration): Omit<LiveFunction, "reservedConcurrency" | "aliases"> {
  return {
    codeSha256: found.CodeSha256 ?? "",
    runtime: found.Runtime ?? null,
    handler: found.Handler ?? null,
    memoryMb: found.MemorySize ?? 128,
    timeoutSeconds: found.Timeout ?? 3,
    layers: (found.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    environment: found.Environment?.Variables ?? {},
  };
}

async function readAliases(session: AwsSession, { functionName, signal }: ReadInput): Promise<LiveAlias[]> {
  const options = signal ? { abortSignal: signal } : {};
  const aliases: AliasConfiguration[] = [];
  let marker: string | undefined;
  do {
    const command = new ListAliasesCommand({ FunctionName: functionName, ...(marker === undefined ? {} : { Marker: marker }) });
    const page = await callAws(session, `list the aliases of ${functionName}`, () => session.lambda.send(command, options));
    aliases.push(...(page.Aliases ?? []));
    marker = page.NextMarker === "" ? undefined : page.NextMarker;
  } while (marker !== undefined);
  const answer = await callAws(session, `list the provisioned concurrency of ${functionName}`, () =>
    session.lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: functionName }), options),
  );
  const provisioned = new Map((answer.ProvisionedConcurrencyConfigs ?? []).map((config) => [config.FunctionArn ?? "", config.RequestedProvisionedConcurrentExecutions ?? null]));
  return aliases.map((alias) => ({
    name: alias.Name ?? "",
    version: alias.FunctionVersion ?? "",
    weights: alias.RoutingConfig?.AdditionalVersionWeights ?? {},
    provisioned: provisioned.get(alias.AliasArn ?? "") ?? null,
  }));
}

/**
 * Whether an event source mapping is on: true also while it is being switched on; null where it was deleted.
 *
 * @throws WindlassError
 */
export async function readEventSource(session: AwsSession, { uuid, signal }: { uuid: string; signal?: AbortSignal }): Promise<{ enabled: boolean } | null> {
  const found = await callAws(session, `read the event source mapping ${uuid}`, () =>
    session.lambda.send(new GetEventSourceMappingCommand({ UUID: uuid }), signal ? { abortSignal: signal } : {}).catch(absentAsNull),
  );
  return found === null ? null : { enabled: !["Disabling", "Disabled"].includes(found.State ?? "Enabled") };
}

function absentAsNull(error: unknown): null {
  if (nameOf(error) === "ResourceNotFoundException") return null;
  throw error;
}
