import { useMemo, type RefObject } from "react";
import { useCommands, type Command } from "../../../ui/commands.js";

export interface LogActions {
  search: () => void;
  nextMatch: () => void;
  matchBefore: () => void;
  follow: () => void;
  wrap: () => void;
  times: () => void;
  download: () => void;
}

/** Offers the log's actions to the keyboard and to the command palette. `actions` must be stable. */
export function useLogCommands(actions: RefObject<LogActions>): void {
  const commands = useMemo<Command[]>(() => {
    const command = (name: keyof LogActions, label: string, keys?: string): Command => ({
      id: `log-${name}`,
      label,
      group: "Log",
      run: () => actions.current[name](),
      ...(keys !== undefined && { keys }),
    });
    return [
      command("search", "Search the log", "/"),
      command("nextMatch", "Next match", "n"),
      command("matchBefore", "Match before", "N"),
      command("follow", "Follow the log", "f"),
      command("wrap", "Break long lines", "w"),
      command("times", "Show the time of each line", "t"),
      command("download", "Download the log"),
    ];
  }, [actions]);
  useCommands(commands);
}
