import { splitAtMatches } from "./split-at-matches.js";

/** A text with the occurrences of a lower-case `needle` marked. */
export function MatchedText({ text, needle }: { text: string; needle: string }) {
  if (needle === "") return text;
  return splitAtMatches(text, needle).map((part, index) =>
    index % 2 === 1 ? (
      <mark key={index} className="rounded-xs bg-warn-mark/50 text-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
