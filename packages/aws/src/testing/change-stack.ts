import { CreateStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import type { AwsSession } from "../session.js";

/** Creates or updates a stack as somebody else would, outside of Windlass: a laptop, the console, another CI. Does not wait for its end. */
export async function changeStack(session: AwsSession, input: { stackName: string; template: object; token: string; exists: boolean }): Promise<void> {
  const request = { StackName: input.stackName, TemplateBody: JSON.stringify(input.template), ClientRequestToken: input.token };
  await (input.exists ? session.cloudFormation.send(new UpdateStackCommand(request)) : session.cloudFormation.send(new CreateStackCommand(request)));
}
