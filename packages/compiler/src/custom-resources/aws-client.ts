import { createRequire } from "node:module";

/** A client of AWS as these functions use it: one method for each action. */
export type AwsClient = Record<string, ((input: object) => Promise<Record<string, unknown>>) | undefined>;

const maxAttempts = 8;
// By `require`, for Lambda has its SDK on NODE_PATH, where imports do not look. Its name is no literal, for the compiler
// itself, whose code this is packaged from, neither has it nor needs it.
const load = createRequire(import.meta.url);

/** A client from the AWS SDK that every Node.js runtime of Lambda brings. */
export function awsClient(packageName: string, className: string): AwsClient {
  const sdk = load(`@aws-sdk/${packageName}`) as Record<string, new (options: object) => AwsClient>;
  const Client = sdk[className];
  if (!Client) throw new Error(`@aws-sdk/${packageName} has no ${className}`);
  return new Client({ maxAttempts });
}

/** Calls one action. */
export function call(client: AwsClient, action: string, input: object): Promise<Record<string, unknown>> {
  const method = client[action];
  if (!method) throw new Error(`The AWS SDK has no ${action}`);
  return method.call(client, input);
}

/** Whether an error is AWS's of one of these names. */
export function isAwsError(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
