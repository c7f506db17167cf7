import { ChevronDown, ChevronUp, Search } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import { Button } from "../../../ui/button.js";
import { Kbd } from "../../../ui/kbd.js";

interface SearchBoxProps {
  inputRef: RefObject<HTMLInputElement | null>;
  query: string;
  matchCount: number;
  position: number;
  onQuery: (query: string) => void;
  onGo: (direction: 1 | -1) => void;
  onLeave: () => void;
}

/** The search of the log: Enter goes to the next match, Shift-Enter to the one before, Escape leaves. */
export function LogSearchBox({ inputRef, query, matchCount, position, onQuery, onGo, onLeave }: SearchBoxProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onGo(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex min-w-0 flex-1 basis-64 items-center gap-1">
      <label className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-surface px-2.5 focus-within:border-accent max-sm:h-10">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <input
          ref={inputRef}
          type="search"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder="Search the log"
          aria-label="Search the log"
          spellCheck={false}
          autoComplete="off"
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
        />
        {query === "" ? (
          <Kbd className="max-sm:hidden">/</Kbd>
        ) : (
          <span role="status" className="shrink-0 text-note text-ink-faint tabular-nums">
            {matchText(position, matchCount)}
          </span>
        )}
      </label>
      {query !== "" && (
        <>
          <Button tone="quiet" size="icon" aria-label="Match before" title="Match before (N)" disabled={matchCount === 0} onClick={() => onGo(-1)}>
            <ChevronUp aria-hidden />
          </Button>
          <Button tone="quiet" size="icon" aria-label="Next match" title="Next match (n)" disabled={matchCount === 0} onClick={() => onGo(1)}>
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
    </div>
  );
}

function matchText(position: number, count: number): string {
  if (count === 0) return "no match";
  if (position > 0) return `${position} of ${count}`;
  return count === 1 ? "1 match" : `${count} matches`;
}
