import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useAllCommands, useCommands, type Command } from "./commands.js";
import { matchKey } from "./key-sequence.js";
import { moveRowFocus } from "./row-focus.js";

const CommandPalette = lazy(async () => ({ default: (await import("./command-palette.js")).CommandPalette }));
const ShortcutsHelp = lazy(async () => ({ default: (await import("./shortcuts-help.js")).ShortcutsHelp }));

/** How long the first key of a sequence waits for the second. */
const sequenceMs = 900;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

/** Listens to the keyboard: Cmd-K or Ctrl-K for the palette, `?` for help, `j` and `k` in lists, and every command's keys. */
export function Keyboard({ openEvent }: { openEvent: EventTarget }) {
  const [shown, setShown] = useState<"palette" | "help" | null>(null);
  const commands = useAllCommands();
  const pending = useRef({ keys: "", at: 0 });
  useCommands(useMemo<Command[]>(() => [{ id: "help", label: "Show keyboard shortcuts", group: "Help", keys: "?", run: () => setShown("help") }], []));

  useEffect(() => {
    const open = () => setShown("palette");
    openEvent.addEventListener("palette", open);
    return () => openEvent.removeEventListener("palette", open);
  }, [openEvent]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setShown((before) => (before === "palette" ? null : "palette"));
        return;
      }
      const free = !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.altKey;
      if (!free || isTyping(event.target) || document.querySelector('[role="dialog"],[role="menu"],[popover]:popover-open') !== null) return;
      if (moveRowFocus(event.key)) return event.preventDefault();
      const fresh = event.timeStamp - pending.current.at < sequenceMs ? pending.current.keys : "";
      const outcome = matchKey(commands, fresh, event.key);
      pending.current = { keys: outcome.kind === "wait" ? outcome.pending : "", at: event.timeStamp };
      if (outcome.kind !== "run") return;
      event.preventDefault();
      outcome.target.run();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [commands]);

  return (
    <Suspense>
      {shown === "palette" && <CommandPalette commands={commands} onClose={() => setShown(null)} />}
      {shown === "help" && <ShortcutsHelp commands={commands} onClose={() => setShown(null)} />}
    </Suspense>
  );
}
