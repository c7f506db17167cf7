import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.js";

export const tones = ["idle", "run", "good", "warn", "bad", "accent"] as const;
/** What a colour means; the same in chips, dots, bars and toasts. */
export type Tone = (typeof tones)[number];

const chipStyle = cva(
  "inline-flex max-w-full items-center gap-1.5 rounded-full px-2 py-0.5 text-note font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        idle: "bg-sunken text-ink-soft",
        run: "bg-run-soft text-run",
        good: "bg-good-soft text-good",
        warn: "bg-warn-soft text-warn",
        bad: "bg-bad-soft text-bad",
        accent: "bg-accent-soft text-accent",
      } satisfies Record<Tone, string>,
    },
    defaultVariants: { tone: "idle" },
  },
);

/** A short state or property. Give it an icon or a `Dot`, so that colour is never the only sign. */
export function Chip({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof chipStyle>) {
  return <span className={cn(chipStyle({ tone }), className)} {...rest} />;
}

const markColor: Record<Tone, string> = {
  idle: "bg-idle-mark",
  run: "bg-run-mark",
  good: "bg-good-mark",
  warn: "bg-warn-mark",
  bad: "bg-bad-mark",
  accent: "bg-accent",
};

/** A round mark in a tone's colour; `pulse` while something is at work. */
export function Dot({ tone, pulse = false, className }: { tone: Tone; pulse?: boolean; className?: string }) {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", markColor[tone], pulse && "animate-pulse-mark", className)} />;
}

/** Machine text inside a line: names, ids, commits. */
export function Mono({ children, className, ...rest }: ComponentProps<"code"> & { children: ReactNode }) {
  return (
    <code className={cn("font-mono text-[0.94em]", className)} {...rest}>
      {children}
    </code>
  );
}
