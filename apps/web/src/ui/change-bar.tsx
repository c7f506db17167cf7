import type { PlanCounts } from "@windlass/contracts/plan";
import { cn } from "./cn.js";

const parts = [
  { key: "added", sign: "+", word: "added", color: "text-good" },
  { key: "changed", sign: "~", word: "changed", color: "text-run" },
  { key: "replaced", sign: "±", word: "replaced", color: "text-warn" },
  { key: "removed", sign: "−", word: "removed", color: "text-bad" },
] as const satisfies readonly { key: keyof PlanCounts; sign: string; word: string; color: string }[];

/** What a deployment changed, resource counts by kind: `+3 ~1 −2`. */
export function ChangeBar({ counts, className }: { counts: PlanCounts | null; className?: string }) {
  if (counts === null) return <span className={cn("text-ink-faint", className)}>–</span>;
  const shown = parts.filter((part) => counts[part.key] > 0);
  if (shown.length === 0) return <span className={cn("text-note whitespace-nowrap text-ink-faint", className)}>no change</span>;
  return (
    <span className={cn("inline-flex items-center gap-2 font-mono text-note whitespace-nowrap", className)}>
      {shown.map((part) => (
        <span key={part.key} className={part.color} title={`${counts[part.key]} ${part.word}`}>
          <span aria-hidden>{`${part.sign}${counts[part.key]}`}</span>
          <span className="sr-only">{`${counts[part.key]} ${part.word}`}</span>
        </span>
      ))}
    </span>
  );
}
