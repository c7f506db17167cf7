import type { Service } from "@windlass/contracts/service";
import type { Tone } from "../ui/chip.js";
import { stageStatusLook } from "../ui/state-tone.js";

/** The worst first: a service is shown in the tone of its worst stage. */
const order: readonly Tone[] = ["bad", "warn", "run", "good", "idle"];

/** The one colour that stands for a service, and the sentence behind it. */
export function serviceTone(service: Pick<Service, "stages">): { tone: Tone; text: string } {
  const looks = service.stages.map((stage) => ({ stage: stage.name, ...stageStatusLook[stage.status] }));
  for (const tone of order) {
    const found = looks.find((look) => look.tone === tone);
    if (found !== undefined) return { tone, text: `${found.stage}: ${found.label}` };
  }
  return { tone: "idle", text: "no stage yet" };
}
