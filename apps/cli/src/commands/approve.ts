import type { Approval, Decision } from "@windlass/contracts/approval";
import { WindlassError } from "@windlass/contracts/error";
import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { createPaint } from "../output/paint.js";
import { planText } from "../output/plan-text.js";

type Arguments = [service: string, stage: string, number: number];
interface Options {
  comment?: string;
  plan?: string;
}

const words = {
  approve: { about: "approve the plan that a deployment waits with", example: '--comment "looked at the table"' },
  reject: { about: "reject the plan that a deployment waits with, which ends it", example: '--comment "not before Monday"' },
} as const satisfies Record<Decision, { about: string; example: string }>;

export const registerApprove = (program: Command, cli: Cli): void => register(program, cli, "approve");
export const registerReject = (program: Command, cli: Cli): void => register(program, cli, "reject");

function register(program: Command, cli: Cli, decision: Decision): void {
  program
    .command(decision)
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment", positiveNumber)
    .description(words[decision].about)
    .option("--comment <text>", "why; kept with the decision")
    .option("--plan <hash>", "decide on this plan only: its hash, as --json shows it")
    .addHelpText("after", `\nExamples:\n  $ windlass show hello prod 41\n  $ windlass ${decision} hello prod 41 ${words[decision].example}`)
    .action(
      serverAction<Arguments, Options>(cli, async ({ client, printer, signal, io }, { args: [service, stage, number], options }) => {
        const address = { service, stage, number };
        const [plan, { planHash }] = await Promise.all([client.deployments.plan(address, { signal }), client.deployments.approval(address, { signal })]);
        const hash = options.plan ?? planHash;
        if (hash === null) throw new WindlassError("not_awaiting_approval", `${service}/${stage} #${number} has no plan.`);
        if (plan !== null && !printer.json) printer.note(planText(plan, createPaint(io.stderr, io.env)));
        const approval = await client.deployments.decide(address, { decision, planHash: hash, comment: options.comment ?? "" }, { signal });
        printer.result({ service, stage, number, ...approval }, () => decidedText(`${service}/${stage} #${number}`, decision, approval));
      }),
    );
}

function decidedText(name: string, decision: Decision, { missing }: Approval): string {
  if (decision === "reject") return `${name} is rejected.`;
  if (missing === 0) return `${name} is approved and goes on.`;
  return `${name} has your approval; ${missing} more ${missing === 1 ? "is" : "are"} missing.`;
}
