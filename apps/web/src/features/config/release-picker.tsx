import type { ReleaseSummary } from "@windlass/contracts/release-config";
import { useId } from "react";
import { Select } from "../../ui/select.js";
import { deploymentStateLook } from "../../ui/state-tone.js";
import { useConfigNavigate } from "./use-config-navigate.js";

interface ReleasePickerProps {
  label: string;
  /** Which part of the address it sets. */
  name: "release" | "compare";
  releases: readonly ReleaseSummary[];
  shown: number;
}

/** Chooses one of the stage's releases by its number, with what became of it and its commit. */
export function ReleasePicker({ label, name, releases, shown }: ReleasePickerProps) {
  const id = useId();
  const navigate = useConfigNavigate();
  const listed = releases.some(({ number }) => number === shown);
  return (
    <div className="flex min-w-0 items-center gap-2 max-sm:w-full">
      <label htmlFor={id} className="text-note text-ink-faint max-sm:w-14">
        {label}
      </label>
      <Select small id={id} className="max-w-72 max-sm:max-w-none" value={shown} onChange={(event) => navigate({ [name]: Number(event.target.value) })}>
        {!listed && <option value={shown}>{`#${shown}`}</option>}
        {releases.map((release) => (
          <option key={release.number} value={release.number}>
            {releaseText(release)}
          </option>
        ))}
      </Select>
    </div>
  );
}

function releaseText({ number, current, state, shipped, commit }: ReleaseSummary): string {
  const what = current ? "current" : shipped ? null : deploymentStateLook[state].label.toLowerCase();
  const subject = commit.message.split("\n")[0] ?? "";
  const short = subject.length > 48 ? `${subject.slice(0, 47)}…` : subject;
  return [`#${number}${what === null ? "" : ` (${what})`}`, commit.sha.slice(0, 7), short].filter((part) => part !== "").join(" · ");
}
