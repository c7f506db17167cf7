import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { AwsSession } from "../session.js";

/** Makes a log group that no stack knows of, as a function does that runs once more while its stack is deleted. */
export async function makeLogGroup(session: AwsSession, name: string): Promise<void> {
  await session.logs.send(new CreateLogGroupCommand({ logGroupName: name }));
}
