import type { Commit } from "@windlass/contracts/release";
import { Mono } from "../../ui/chip.js";
import { cn } from "../../ui/cn.js";

/** A commit in one line: short hash, then the first line of its message. */
export function CommitLine({ commit, className }: { commit: Pick<Commit, "sha" | "message">; className?: string }) {
  return (
    <span className={cn("inline-flex max-w-full min-w-0 items-baseline gap-2", className)} title={`${commit.sha}\n${commit.message}`}>
      <Mono className="shrink-0 text-ink-faint">{commit.sha.slice(0, 7)}</Mono>
      <span className="truncate">{commit.message.split("\n", 1)[0]}</span>
    </span>
  );
}
