/** How a change is marked, the same for values and for resources. */
export const changeSigns = {
  add: { sign: "+", color: "text-good", word: "added" },
  change: { sign: "~", color: "text-run", word: "changed" },
  origin: { sign: "↻", color: "text-accent", word: "from elsewhere" },
  replace: { sign: "±", color: "text-warn", word: "replaced" },
  remove: { sign: "−", color: "text-bad", word: "removed" },
} as const;
