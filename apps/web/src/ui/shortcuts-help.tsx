import type { Command } from "./commands.js";
import { Dialog, DialogContent } from "./dialog.js";
import { Kbd } from "./kbd.js";
import { modifierKey } from "./modifier-key.js";

const fixed = [
  { keys: `${modifierKey} K`, label: "Open the command palette" },
  { keys: "j", label: "Next row of a list" },
  { keys: "k", label: "Row before" },
  { keys: "Enter", label: "Open the row" },
];

/** All keys that work on the page now on the screen. */
export function ShortcutsHelp({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const own = commands.flatMap(({ keys, label }) => (keys === undefined ? [] : [{ keys, label }]));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title="Keyboard shortcuts">
        <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2">
          {[...fixed, ...own].map(({ keys, label }) => (
            <div key={`${keys} ${label}`} className="contents">
              <dt className="text-ink-soft">{label}</dt>
              <dd className="flex justify-end gap-1">
                {keys.split(" ").map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
