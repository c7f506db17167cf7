import { Search, X } from "lucide-react";
import { useMemo, useRef, type KeyboardEvent } from "react";
import { Button } from "../../ui/button.js";
import { useCommands, type Command } from "../../ui/commands.js";
import { Kbd } from "../../ui/kbd.js";

/** The search of a view. `/` goes to it, Escape empties it. */
export function ConfigSearchBox({ label, query, status, onQuery }: { label: string; query: string; status: string; onQuery: (query: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useCommands(useMemo<Command[]>(() => [{ id: "config-search", label, group: "Config", keys: "/", run: () => input.current?.focus() }], [label]));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onQuery("");
    input.current?.blur();
  };
  return (
    <label className="flex h-9 min-w-0 flex-1 basis-56 items-center gap-2 rounded-md border border-line bg-surface px-2.5 focus-within:border-accent max-sm:h-10">
      <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <input
        ref={input}
        type="search"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={label}
        aria-label={label}
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
      />
      <span role="status" className="shrink-0 text-note text-ink-faint tabular-nums">
        {query.trim() !== "" && status}
      </span>
      {query === "" ? (
        <Kbd className="max-sm:hidden">/</Kbd>
      ) : (
        <Button tone="quiet" size="icon" aria-label="Empty the search" className="-mr-2 size-7" onClick={() => onQuery("")}>
          <X aria-hidden />
        </Button>
      )}
    </label>
  );
}
