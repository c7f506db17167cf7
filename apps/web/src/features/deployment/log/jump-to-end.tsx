import { ArrowDown } from "lucide-react";
import { Button } from "../../../ui/button.js";

/** Brings the log back to its end and follows it. `waiting` counts the lines that came while it was paused. */
export function JumpToEnd({ waiting, onJump }: { waiting: number; onJump: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <Button size="small" onClick={onJump} className="pointer-events-auto shadow-floating">
        <ArrowDown aria-hidden />
        Jump to end
        {waiting > 0 && <span className="text-ink-faint">{waiting === 1 ? "1 new line" : `${waiting} new lines`}</span>}
      </Button>
    </div>
  );
}
