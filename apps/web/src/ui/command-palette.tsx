import { Command as Palette } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { commandScore } from "./command-score.js";
import type { Command } from "./commands.js";
import { Kbd } from "./kbd.js";

/** The id makes values unique, and is no text to search in. */
function score(value: string, typed: string, keywords?: string[]): number {
  return commandScore(value.split("\n", 1)[0] ?? value, typed, keywords);
}

/** The command palette: type a few letters, choose with the arrows, run with Enter. */
export function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[hsl(var(--shadow-color)/0.45)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-floating"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Palette label="Commands" loop filter={score}>
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <Palette.Input
                placeholder="Go to a service, or do something…"
                className="h-12 w-full bg-transparent outline-none placeholder:text-ink-faint max-sm:text-[1rem]"
              />
              <Kbd>esc</Kbd>
            </div>
            <Palette.List className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5">
              <Palette.Empty className="px-3 py-8 text-center text-ink-faint">Nothing here is called that.</Palette.Empty>
              {groups.map((group) => (
                <Palette.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-note [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <PaletteEntry key={command.id} command={command} onClose={onClose} />
                    ))}
                </Palette.Group>
              ))}
            </Palette.List>
          </Palette>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteEntry({ command, onClose }: { command: Command; onClose: () => void }) {
  return (
    <Palette.Item
      value={`${command.label}\n${command.id}`}
      keywords={[command.group, ...(command.keywords ?? [])]}
      onSelect={() => {
        onClose();
        command.run();
      }}
      className="flex cursor-pointer items-center justify-between gap-4 rounded-md px-2.5 py-2 data-[selected=true]:bg-hover"
    >
      <span className="min-w-0 truncate">{command.label}</span>
      {command.keys !== undefined && (
        <span className="flex shrink-0 gap-1">
          {command.keys.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Palette.Item>
  );
}
