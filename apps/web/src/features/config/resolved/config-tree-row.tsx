import { ChevronRight } from "lucide-react";
import { cn } from "../../../ui/cn.js";
import { MatchedText } from "../../../ui/matched-text.js";
import { ConfigLink } from "../config-link.js";
import type { ConfigRow } from "../config-rows.js";
import { OriginChips } from "../origin-chip.js";

interface ConfigTreeRowProps {
  row: ConfigRow;
  mainFile: string;
  /** Whether what is below is shown; null where nothing is below. */
  open: boolean | null;
  selected: boolean;
  /** Width of the line numbers, in characters. */
  gutter: number;
  /** Lower-case text to mark. */
  needle: string;
}

/** One row of the config: its line in the file, its key and value, and where the value came from. */
export function ConfigTreeRow({ row, mainFile, open, selected, gutter, needle }: ConfigTreeRowProps) {
  return (
    <div
      className={cn(
        "flex min-h-6.5 cursor-pointer items-center pr-3 font-mono text-note hover:bg-hover/60 max-sm:min-h-8",
        selected && "bg-accent-soft hover:bg-accent-soft",
        row.kind === "line" && "cursor-default hover:bg-transparent",
      )}
    >
      <Line row={row} mainFile={mainFile} gutter={gutter} />
      <span className="flex min-w-0 flex-1 items-center [--indent:1.125rem] max-sm:[--indent:0.75rem]" style={{ paddingLeft: `calc(var(--indent) * ${row.depth})` }}>
        {open === null ? (
          <span className="w-4.5 shrink-0" />
        ) : (
          <span
            data-fold
            aria-hidden
            className="grid size-4.5 shrink-0 place-items-center rounded-xs text-ink-faint hover:bg-line hover:text-ink max-sm:h-8"
          >
            <ChevronRight aria-hidden className={cn("size-3.5 transition-transform", open && "rotate-90")} />
          </span>
        )}
        <span className="min-w-0 truncate whitespace-pre">
          {row.item && <span className="text-ink-faint">{"- "}</span>}
          {row.label !== null && (
            <>
              <span className="font-semibold text-accent">
                <MatchedText text={row.label} needle={needle} />
              </span>
              <span className="text-ink-faint">{row.text === "" ? ":" : ": "}</span>
            </>
          )}
          <span className={cn(valueInk(row), row.kind === "line" && "text-ink-soft")}>
            <MatchedText text={row.text} needle={needle} />
          </span>
          {open === false && <span className="text-ink-faint">{sizeText(row)}</span>}
        </span>
        {row.origins.length > 0 && (
          <span className="ml-2.5 flex shrink-0 items-center gap-1 font-sans">
            <OriginChips origins={row.origins} />
          </span>
        )}
      </span>
    </div>
  );
}

function Line({ row, mainFile, gutter }: Pick<ConfigTreeRowProps, "row" | "mainFile" | "gutter">) {
  const style = { width: `${gutter + 3}ch` };
  const { place } = row;
  if (place === null || row.kind === "line") return <span style={style} className="shrink-0" />;
  const foreign = place.file !== mainFile;
  return (
    <span style={style} className="shrink-0 pr-2 text-right text-ink-faint tabular-nums select-none">
      <ConfigLink
        change={{ at: row.pointer }}
        replace
        tabIndex={-1}
        title={`${place.file}:${place.line}`}
        className={cn("hover:text-accent", foreign && "italic underline decoration-dotted underline-offset-3")}
      >
        <span className="sr-only">line </span>
        {place.line}
      </ConfigLink>
    </span>
  );
}

function valueInk({ kind, text, secret }: ConfigRow): string {
  if (secret) return "text-warn";
  if (kind !== "scalar") return "";
  if (/^(true|false|null|-?\d[\d.eE+-]*)$/.test(text)) return "text-run";
  return text.startsWith("!") ? "text-ink-soft italic" : "text-good";
}

function sizeText({ kind, size }: ConfigRow): string {
  if (kind === "scalar") return ` ${size} lines`;
  const [one, many] = kind === "map" ? ["key", "keys"] : ["item", "items"];
  return ` ${size} ${size === 1 ? one : many}`;
}
