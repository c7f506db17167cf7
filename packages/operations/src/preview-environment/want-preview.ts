import type { StageDecisionReason } from "@windlass/contracts/delivery";
import type { PreviewEnd, PreviewReason, PreviewSettings, PreviewState } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import { matchGlobs } from "../delivery/match-globs.js";

/** What is asked of a pull request. */
export type WantedPull = { state: "open" | "closed" | "merged"; isDraft: boolean; labels: readonly string[]; baseRef: string; headSha: string };

/** What became of the pull request in the service before. */
export type EarlierPreview = { state: PreviewState; reason: PreviewReason; sha: string; asked: boolean; isPinned: boolean };

export type WantInput = {
  settings: PreviewSettings;
  pull: WantedPull;
  earlier: EarlierPreview | null;
  defaultBranch: string;
  /** The repository's provider. */
  host: string;
  /** Somebody asks for it by hand. */
  asked: boolean;
  /** It was opened again: what was stopped or has expired begins anew, by the rules. */
  isReopened: boolean;
};

/** `end`: why one that is there is removed; null where it only is not made anew. */
export type Want = { wanted: true } | { wanted: false; reason: StageDecisionReason; message: string; end: PreviewEnd | null };

/**
 * Whether a service shows a pull request, by what is known of it without asking anybody. One that is pinned or was asked for
 * by hand does not need the labels, the base branch or the end of the draft. Pure.
 */
export function wantPreview(input: WantInput): Want {
  return closedVerdict(input) ?? switchVerdict(input) ?? endedVerdict(input) ?? (isExempt(input) ? null : ruleVerdict(input)) ?? { wanted: true };
}

/** Whether a preview is there, or is to be. */
export function isLive(earlier: Pick<EarlierPreview, "state"> | null): boolean {
  return earlier !== null && earlier.state !== "removing" && earlier.state !== "removed";
}

const refuse = (reason: StageDecisionReason, message: string, end: PreviewEnd | null): Want => ({ wanted: false, reason, message, end });

function closedVerdict({ pull, host }: WantInput): Want | null {
  if (pull.state === "open") return null;
  return refuse("no_preview", `The ${pullWords(host).one} is ${pull.state}, and there is no preview to remove.`, pull.state);
}

function switchVerdict({ settings }: WantInput): Want | null {
  if (!settings.enabled) return refuse("previews_off", "Previews are switched off.", "switched_off");
  return settings.baseStage === null ? refuse("previews_off", "No stage is chosen of which previews are made.", "switched_off") : null;
}

/** What a person or time has ended does not come back with a label: only by a push, opening again, or asking. */
function endedVerdict({ earlier, pull, asked, isReopened }: WantInput): Want | null {
  if (earlier === null || isLive(earlier) || asked || isReopened) return null;
  if (earlier.reason === "stopped") return refuse("preview_stopped", "The preview was removed by hand. Ask for it to have it again.", null);
  if (earlier.reason !== "expired" || earlier.sha !== pull.headSha) return null;
  return refuse("preview_expired", "The preview was not used for long and was removed. The next push brings it back.", null);
}

function isExempt({ earlier, asked }: WantInput): boolean {
  return asked || (isLive(earlier) && (earlier?.asked === true || earlier?.isPinned === true));
}

function ruleVerdict({ settings, pull, defaultBranch }: WantInput): Want | null {
  const bases = settings.branches.length > 0 ? settings.branches : [defaultBranch];
  const matchesBase = settings.branches.length > 0 ? matchGlobs(bases)(pull.baseRef) : pull.baseRef === defaultBranch;
  if (!matchesBase) return refuse("no_matching_base", `It is to be merged into ${pull.baseRef}; previews are for ${bases.join(", ")}.`, "base_changed");
  if (pull.isDraft && !settings.drafts) return refuse("is_draft", "It is a draft, and drafts get no preview.", "drafted");
  const has = new Set(pull.labels.map((label) => label.toLowerCase()));
  if (settings.labels.length === 0 || settings.labels.some((label) => has.has(label.toLowerCase()))) return null;
  return refuse("label_missing", `It has none of the labels ${settings.labels.join(", ")}.`, "unlabelled");
}
