import type { Deployment } from "@windlass/contracts/deployment";
import type { DeploymentEvent } from "@windlass/contracts/event";
import { deploymentName } from "../output/deployment-text.js";
import type { Printer } from "../output/printer.js";
import { formatDuration } from "../output/time.js";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
const marks: Partial<Record<string, string>> = { succeeded: "✓", failed: "✗", cancelled: "■" };

/** Shows the steps of a deployment on standard error: one line per step that ended and, where a person looks on, one that moves. */
export function openProgress(printer: Printer, deployment: Deployment) {
  const startedAt = Date.now();
  let doing: string = deployment.state;
  let turn = 0;
  const draw = () => {
    turn += 1;
    printer.status(`${frames[turn % frames.length] ?? ""} ${deploymentName(deployment)}  ${doing}  ${formatDuration(Date.now() - startedAt)}`);
  };
  const timer = printer.interactive ? setInterval(draw, frameMs) : undefined;

  return {
    take(event: DeploymentEvent): void {
      if (event.kind === "state") doing = event.payload.to;
      if (event.kind !== "step") return;
      const { name, state, durationMs } = event.payload;
      doing = name;
      const mark = marks[state];
      if (mark === undefined) return;
      printer.status("");
      printer.note(`${mark} ${name.padEnd(8)} ${durationMs === null ? "" : formatDuration(durationMs)}`.trimEnd());
    },
    close(): void {
      clearInterval(timer);
      printer.status("");
    },
  };
}
