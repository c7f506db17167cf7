import type { CodeChange } from "@windlass/contracts/plan";
import { Mono } from "../../../ui/chip.js";

const kilobyte = 1024;

/** The zips that functions get, by hash and size, before and after. */
export function CodeTable({ code }: { code: readonly CodeChange[] }) {
  return (
    <ul className="divide-y divide-line">
      {code.map(({ function: name, before, after }) => (
        <li key={name} className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
          <Mono className="min-w-40 font-medium break-all">{name}</Mono>
          <span className="flex flex-wrap items-baseline gap-x-2 text-note text-ink-soft">
            <Zip zip={before} none="new" />
            <span aria-hidden>→</span>
            <span className="sr-only">becomes</span>
            <Zip zip={after} none="removed" />
            {before !== null && after !== null && <span className="text-ink-faint tabular-nums">{differenceText(after.sizeBytes - before.sizeBytes)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Zip({ zip, none }: { zip: CodeChange["after"]; none: string }) {
  if (zip === null) return <span>{none}</span>;
  return (
    <span title={`SHA-256 ${zip.hash}`}>
      <Mono>{zip.hash.slice(0, 10)}</Mono>
      <span className="text-ink-faint tabular-nums">{` ${sizeText(zip.sizeBytes)}`}</span>
    </span>
  );
}

function sizeText(bytes: number): string {
  return bytes < kilobyte ? `${bytes} B` : `${(bytes / kilobyte).toFixed(bytes < 10 * kilobyte ? 1 : 0)} kB`;
}

function differenceText(bytes: number): string {
  if (bytes === 0) return "same size";
  return `${bytes > 0 ? "+" : "−"}${sizeText(Math.abs(bytes))}`;
}
