import { createFreezeWindowSchema, weekdays, type CreateFreezeWindow, type FreezeSchedule } from "@windlass/contracts/freeze-window";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { localTimeZone } from "../local-time-zone.js";
import { freezesTable } from "../output/freeze-text.js";
import { usageError } from "../usage-error.js";

interface AddOptions {
  name: string;
  from: string;
  to?: string;
  days?: string;
  timeZone?: string;
}
type OfStage = [service: string | undefined, stage: string | undefined];

export function registerFreeze(program: Command, cli: Cli): void {
  const freeze = program.command("freeze").description("times in which nothing of a stage, or of every stage, leaves the queue");
  freeze
    .command("add [service] [stage]")
    .description("plan a freeze of a stage; without one, of every stage")
    .requiredOption("--name <text>", "what it is for; shown to those who wait")
    .requiredOption("--from <time>", "local time: 2026-12-24T18:00 for once, or 18:00 with --days")
    .option("--to <time>", "its end, in the same form; left out with a date: until it is removed")
    .option("--days <list>", "weekdays on which it begins, such as Mon,Tue,Fri; makes it weekly")
    .option("--time-zone <zone>", "of the times, such as Europe/Berlin; left out, this computer's")
    .addHelpText(
      "after",
      '\nExamples:\n  $ windlass freeze add --name Christmas --from 2026-12-24T12:00 --to 2026-12-27T06:00 --time-zone Europe/Berlin' +
        '\n  $ windlass freeze add hello prod --name "Office hours only" --days Mon,Tue,Wed,Thu,Fri --from 18:00 --to 08:00',
    )
    .action(
      serverAction<OfStage, AddOptions>(cli, async ({ client, printer, signal }, { args: [service, stage], options }) => {
        const window = await client.freezeWindows.create(readFreeze({ service, stage }, options), { signal });
        printer.result(window, () => freezesTable([window]));
      }),
    );
  freeze
    .command("list [service] [stage]")
    .description("list freezes; with a stage, those that concern it")
    .addHelpText("after", "\nExample:\n  $ windlass freeze list hello prod")
    .action(
      serverAction<OfStage>(cli, async ({ client, printer, signal }, { args: [service, stage] }) => {
        const of = service === undefined || stage === undefined ? null : { service, stage };
        const windows = await client.freezeWindows.list(of, { signal });
        printer.result(windows, () => freezesTable(windows));
      }),
    );
  freeze
    .command("remove <id>")
    .description("remove a freeze; what it held goes on")
    .addHelpText("after", "\nExample:\n  $ windlass freeze remove 019abc00-0000-7000-8000-000000000000")
    .action(
      serverAction<[id: string]>(cli, async ({ client, printer, signal }, { args: [id] }) => {
        await client.freezeWindows.delete(id, { signal });
        printer.result({ id, removed: true }, "The freeze is removed: what it held goes on.");
      }),
    );
}

/** What the options ask for. Throws `invalid_request` with what is wrong. */
function readFreeze(of: { service: string | undefined; stage: string | undefined }, options: AddOptions): CreateFreezeWindow {
  const input = { name: options.name, timeZone: options.timeZone ?? localTimeZone(), schedule: readSchedule(options), ...(of.service === undefined ? {} : of) };
  const parsed = createFreezeWindowSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw usageError(`This is no freeze: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, "See `windlass freeze add --help` for examples.");
}

function readSchedule({ from, to, days }: AddOptions): FreezeSchedule {
  if (days === undefined) return { kind: "once", from, to: to ?? null };
  if (to === undefined) throw usageError("A weekly freeze needs --to.", "Name the time of day at which it ends, such as --to 08:00.");
  return { kind: "weekly", days: days.split(",").map(readDay), from, to };
}

function readDay(text: string): number {
  const index = weekdays.findIndex((day) => day.toLowerCase() === text.trim().slice(0, 3).toLowerCase());
  if (index < 0) throw usageError(`"${text}" is no weekday.`, `Use ${weekdays.join(", ")}.`);
  return index + 1;
}
