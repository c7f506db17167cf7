import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Finding } from "@windlass/contracts/finding";
import type { CheckAnnotation } from "@windlass/contracts/forge";
import type { DeploymentFacts } from "./deployment-facts.js";
import { repositoryPlace } from "./repository-path.js";

/** The gravest come first; a check run with more is read by nobody. */
const mostAnnotations = 150;
/** GitHub takes 64 kB of each. */
const longestMessage = 2_000;

/**
 * What is said at lines of the config: errors of the compiler, findings of the rules, the resource that failed first. A forge
 * adds them to those before, so what a later state says must begin with what an earlier one said. Nothing before the rules were asked.
 */
export function checkAnnotations(facts: DeploymentFacts): CheckAnnotation[] {
  const { state, error } = facts;
  if (state === "queued" || state === "preparing") return [];
  const at = (place: Parameters<typeof repositoryPlace>[0], rest: Omit<CheckAnnotation, "path" | "startLine" | "endLine">): CheckAnnotation[] => {
    const found = repositoryPlace(place, facts.rootDirectory);
    return found === null ? [] : [{ path: found.path, startLine: found.line, endLine: found.line, ...rest, message: rest.message.slice(0, longestMessage) }];
  };
  const findings = facts.findings.flatMap((finding) => at(finding.place, annotationOf(finding)));
  const ended = isTerminal(state) ? error : null;
  const places = (ended?.places ?? []).flatMap((place) => at(place, { level: "failure", title: titleOf(ended?.code), message: place.message }));
  const { resource } = ended ?? {};
  const failed = resource ? at(resource.place, { level: "failure", title: `${resource.logicalId} failed`, message: [resource.reason, resource.remedy].filter(Boolean).join("\n") }) : [];
  return [...findings, ...places, ...failed].slice(0, mostAnnotations);
}

function annotationOf({ level, rule, title, message, hint, logicalId }: Finding): Pick<CheckAnnotation, "level" | "title" | "message"> {
  return {
    level: level === "mandatory" ? "failure" : "warning",
    title: `${title} (${rule})`.slice(0, 255),
    message: [logicalId === null ? message : `${logicalId}: ${message}`, hint].filter(Boolean).join("\n"),
  };
}

function titleOf(code: string | undefined): string {
  return code === "config_invalid" ? "The config is not valid" : "Windlass";
}
