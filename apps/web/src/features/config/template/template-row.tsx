import { ChevronRight } from "lucide-react";
import { cn } from "../../../ui/cn.js";
import { MatchedText } from "../../../ui/matched-text.js";
import type { TemplateEntry } from "../template-index.js";

export type TemplateTreeRow = { kind: "group"; title: string; count: number; open: boolean } | { kind: "entry"; entry: TemplateEntry };

interface TemplateRowProps {
  row: TemplateTreeRow;
  showType: boolean;
  selected: boolean;
  /** Lower-case text to mark. */
  needle: string;
}

/** A group of the template's tree, or one entry in it. */
export function TemplateRow({ row, showType, selected, needle }: TemplateRowProps) {
  if (row.kind === "group") {
    return (
      <div className="flex min-h-7.5 cursor-pointer items-center gap-1.5 px-2.5 text-note font-medium text-ink-soft hover:bg-hover/60 max-sm:min-h-10">
        <ChevronRight aria-hidden className={cn("size-3.5 shrink-0 text-ink-faint transition-transform", row.open && "rotate-90")} />
        <span className="min-w-0 truncate">
          <MatchedText text={row.title} needle={needle} />
        </span>
        <span className="ml-auto shrink-0 text-ink-faint tabular-nums">{row.count}</span>
      </div>
    );
  }
  return (
    <div
      className={cn("flex min-h-7.5 cursor-pointer flex-col justify-center py-1 pr-3 pl-7.5 hover:bg-hover/60 max-sm:min-h-10", selected && "bg-accent-soft hover:bg-accent-soft")}
    >
      <span className="truncate font-mono text-note" title={row.entry.name}>
        <MatchedText text={row.entry.name} needle={needle} />
      </span>
      {showType && row.entry.type !== "" && <span className="truncate text-note text-ink-faint">{row.entry.type}</span>}
    </div>
  );
}
