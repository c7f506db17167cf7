import { Mono } from "./chip.js";

/** A sentence from the server: what stands between backticks is machine text. */
export function Prose({ text }: { text: string }) {
  const parts = text.split(/(`[^`\n]+`)/);
  return parts.map((part, index) =>
    part.length > 2 && part.startsWith("`") && part.endsWith("`") ? <Mono key={index}>{part.slice(1, -1)}</Mono> : part,
  );
}
