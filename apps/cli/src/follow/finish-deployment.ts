import { followDeployment } from "@windlass/client/follow-deployment";
import type { Deployment } from "@windlass/contracts/deployment";
import type { CommandContext } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-code.js";
import { deploymentJson } from "../output/deployment-json.js";
import { deploymentName, deploymentText } from "../output/deployment-text.js";
import { eventText } from "../output/event-text.js";
import { openProgress } from "./progress.js";

export interface FinishOptions {
  follow?: boolean | undefined;
  wait?: boolean | undefined;
}

/**
 * Prints a deployment that was just asked for, or is being asked for; with `--wait` or `--follow`, once it has ended:
 * then the live socket opens while the server answers.
 */
export async function finishDeployment(context: CommandContext, asked: Deployment | Promise<Deployment>, options: FinishOptions): Promise<ExitCode> {
  const { printer } = context;
  const [deployment] = await Promise.all([asked, options.wait === true || options.follow === true ? context.live() : undefined]);
  if (options.wait !== true && options.follow !== true) {
    const { service, stage, number } = deployment;
    printer.result(
      deploymentJson(deployment),
      `${deploymentName(deployment)} is ${deployment.state}.\nFollow it with: windlass logs ${service} ${stage} ${number} --follow`,
    );
    return exitCodes.ok;
  }
  const ended = await waitForEnd(context, deployment, options.follow === true);
  printer.result(deploymentJson(ended), () => deploymentText(ended));
  return ended.state === "succeeded" ? exitCodes.ok : exitCodes.failed;
}

/** Follows a deployment to its end: with every line of its log, or with its steps only. */
export async function waitForEnd(context: CommandContext, deployment: Deployment, everyLine: boolean): Promise<Deployment> {
  const { printer, client, signal } = context;
  const progress = everyLine ? undefined : openProgress(printer, deployment);
  try {
    return await followDeployment(client, await context.live(), {
      deployment,
      after: 0,
      signal,
      onEvents(events) {
        for (const event of events) {
          progress?.take(event);
          const text = everyLine ? eventText(event) : null;
          if (text !== null) printer.line(text);
          if (event.kind === "state" && event.payload.to === "awaiting_approval") {
            const { service, stage, number } = deployment;
            printer.note(`${deploymentName(deployment)} waits for approval: windlass approve ${service} ${stage} ${number}`);
          }
        }
      },
    });
  } catch (error) {
    if (signal.aborted) printer.note(`\n${deploymentName(deployment)} goes on without this command.`);
    throw error;
  } finally {
    progress?.close();
  }
}
