import type { AccessChange } from "@windlass/contracts/plan";
import { ShieldAlert } from "lucide-react";
import { Chip, Mono } from "../../../ui/chip.js";
import { cn } from "../../../ui/cn.js";

const signs = {
  added: { sign: "+", color: "text-good", word: "added:" },
  removed: { sign: "−", color: "text-bad", word: "removed:" },
} as const satisfies Record<AccessChange["change"], { sign: string; color: string; word: string }>;

/** The statements and network rules that a plan adds and takes away, by resource. */
export function AccessList({ access }: { access: readonly AccessChange[] }) {
  return (
    <ul className="divide-y divide-line">
      {access.map((each, index) => (
        <AccessRow key={index} access={each} />
      ))}
    </ul>
  );
}

function AccessRow({ access: { logicalId, property, change, text, broad } }: { access: AccessChange }) {
  const { sign, color, word } = signs[change];
  return (
    <li className="flex min-w-0 gap-2.5 px-4 py-2">
      <span aria-hidden className={cn("w-3 shrink-0 font-mono font-semibold", color)}>
        {sign}
      </span>
      <span className="sr-only">{word}</span>
      <span className="min-w-0">
        <span className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
          <Mono className="font-medium break-all">{logicalId}</Mono>
          <span className="text-note break-all text-ink-faint">{property}</span>
          {broad && (
            <Chip tone={change === "added" ? "bad" : "idle"} title="Everybody, every action, every resource or every address">
              <ShieldAlert aria-hidden />
              broad
            </Chip>
          )}
        </span>
        <span className="block font-mono text-note break-words text-ink-soft">{text}</span>
      </span>
    </li>
  );
}
