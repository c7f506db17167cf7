/** A client of AWS as these functions use it: one method for each action. */
export type AwsClient = Record<string, ((input: object) => Promise<Record<string, unknown>>) | undefined>;

const maxAttempts = 8;

/**
 * A client from the AWS SDK that every Node.js runtime of Lambda brings. It is loaded by its name, for the compiler
 * itself, whose code this is packaged from, neither has it nor needs it.
 */
export async function awsClient(packageName: string, className: string): Promise<AwsClient> {
  const sdk = (await import(`@aws-sdk/${packageName}`)) as Record<string, new (options: object) => AwsClient>;
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

/** Whether an error is AWS's of this name. */
export function isAwsError(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
