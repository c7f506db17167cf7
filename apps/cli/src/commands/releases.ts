import { allPages } from "@windlass/client/all-pages";
import type { ReleaseSummary } from "@windlass/contracts/release-config";
import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { plainText } from "../output/plain-text.js";
import { tableOr } from "../output/table.js";

type ReleaseArguments = [service: string, stage: string, number: number];

export function registerReleases(program: Command, cli: Cli): void {
  const releases = program.command("releases").description("what was built for a stage, and what of it is kept");
  releases
    .command("list <service> <stage>")
    .description("list a stage's releases, newest first")
    .addHelpText("after", "\nExample:\n  $ windlass releases list hello prod")
    .action(
      serverAction<[service: string, stage: string]>(cli, async ({ client, printer, signal }, { args: [service, stage] }) => {
        const items = await allPages((cursor) => client.releases.list({ service, stage }, { cursor, limit: 100 }, { signal }));
        printer.result(items, () => tableOr("No releases yet.", ["RELEASE", "COMMIT", "MESSAGE", "BUILT", "KEPT"], items.map(toRow)));
      }),
    );
  for (const [verb, done] of [["pin", "Pinned"], ["unpin", "Unpinned"]] as const) {
    releases
      .command(`${verb} <service> <stage>`)
      .argument("<number>", "number of the release", positiveNumber)
      .description(verb === "pin" ? "keep a release's artifacts for ever" : "let housekeeping take a release's artifacts again")
      .addHelpText("after", `\nExample:\n  $ windlass releases ${verb} hello prod 41`)
      .action(
        serverAction<ReleaseArguments>(cli, async ({ client, printer, signal }, { args: [service, stage, number] }) => {
          await client.releases[verb]({ service, stage, number }, { signal });
          printer.result({ service, stage, number, pinned: verb === "pin" }, `${done} release ${number} of ${service}/${stage}.`);
        }),
      );
  }
}

function toRow({ number, commit, createdAt, current, pinnedAt, collectedAt }: ReleaseSummary): string[] {
  const kept = [current ? "runs" : "", pinnedAt === null ? "" : "pinned", collectedAt === null ? "" : "artifacts taken away"].filter(Boolean).join(", ");
  return [`#${number}`, commit.sha.slice(0, 12), plainText(commit.message.split("\n")[0] ?? ""), createdAt, kept];
}
