import type { BuildFile, PreviewState } from "@windlass/contracts/preview";
import type { Tone } from "../../ui/chip.js";

/** Where a preview stands, in a word and a colour. */
export const previewStateLook = {
  awaiting_approval: { label: "Waits for approval", tone: "warn" },
  awaiting_room: { label: "Waits for a place", tone: "idle" },
  open: { label: "Open", tone: "good" },
  removing: { label: "Being removed", tone: "run" },
  removed: { label: "Removed", tone: "idle" },
} as const satisfies Record<PreviewState, { label: string; tone: Tone }>;

/** What a changed file does while a commit is built. */
export const buildFileText = {
  config: "says what is deployed",
  package: "says what is installed and run",
  lockfile: "chooses what is installed",
  code: "is code that builds run",
  script: "is a script",
  git: "changes how builds run",
} as const satisfies Record<BuildFile["why"], string>;
