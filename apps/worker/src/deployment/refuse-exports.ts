import { errorCatalog, type ProblemDetail, type ProblemPhase } from "@windlass/contracts/error";
import type { ExportInUse } from "@windlass/contracts/plan";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";

/**
 * Why a plan cannot be applied: CloudFormation would refuse to take away or change values that other stacks import, in the middle of the
 * update. With the deployments that lead there in order. Null when no import is certain to be in the way.
 */
export function refuseExports(exportsInUse: readonly ExportInUse[], run: { service: Pick<DeploymentRun["service"], "name">; stage: Pick<DeploymentRun["stage"], "name"> }): ProblemDetail | null {
  const certain = exportsInUse.filter(({ change }) => change !== "may_change");
  if (certain.length === 0) return null;
  const names = certain.map(({ name }) => name);
  const importers = unique(certain);
  const consumers = importers.map(nameOf).join(", ");
  const said = certain.map(({ name, change, importers: own }) => `${name} (${change}, imported by ${own.map(nameOf).join(", ")})`);
  return {
    code: "export_in_use",
    message: `Other stacks import what this plan takes away: ${said.join("; ")}.`,
    hint: errorCatalog.export_in_use.hint,
    phases: (certain.some(({ byReplacement }) => byReplacement) ? phasesOfReplacement : phasesOf)({ names, consumers, importers, own: { service: run.service.name, stage: run.stage.name } }),
  };
}

type Importer = ExportInUse["importers"][number];
type Phases = { names: string[]; consumers: string; importers: readonly Importer[]; own: { service: string; stage: string } };

function phasesOf({ names, consumers, importers, own }: Phases): ProblemPhase[] {
  const label = `${own.service}/${own.stage}`;
  const known = importers.flatMap(({ service, stage }) => (service === null || stage === null ? [] : [{ service, stage }]));
  const strangers = importers.filter(({ service }) => service === null).map(({ stackName }) => stackName);
  const elsewhere = strangers.length === 0 ? "" : ` Windlass does not deploy ${strangers.join(", ")}: do that where it is deployed.`;
  return [
    { title: `Deploy ${label} and keep ${names.join(", ")}`, text: "Everything else of this plan is deployed; the values stay, with the resources that they name.", stages: [own], keepExports: names },
    { title: `Deploy ${consumers} without the imports`, text: `Take Fn::ImportValue or \${cf:…} of ${names.join(", ")} out of each first.${elsewhere}`, stages: known },
    { title: `Deploy ${label} again`, text: "Nobody imports the values any more, so they go.", stages: [own] },
  ];
}

/** A value that goes with its resource cannot be kept: the new resource needs a name of its own beside the old one. */
function phasesOfReplacement({ names, consumers, importers, own }: Phases): ProblemPhase[] {
  const [, second, third] = phasesOf({ names, consumers, importers, own });
  return [
    { title: `Leave the resource behind ${names.join(", ")} as it is, and add the new one beside it`, text: "Give it another logical id, and export it under another name; then deploy.", stages: [own] },
    ...(second ? [{ ...second, title: `Deploy ${consumers} with the new name`, text: second.text.replace(" out of each first", " out of each, and import the new name") }] : []),
    ...(third ? [{ ...third, title: `Take the old resource out of ${own.service}/${own.stage} and deploy it again` }] : []),
  ];
}

function unique(exportsInUse: readonly ExportInUse[]): Importer[] {
  return [...new Map(exportsInUse.flatMap(({ importers }) => importers).map((importer) => [importer.stackName, importer])).values()];
}

function nameOf({ stackName, service, stage }: Importer): string {
  return service === null || stage === null ? stackName : `${service}/${stage}`;
}
