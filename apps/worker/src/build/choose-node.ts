import { maxSatisfying, satisfies } from "semver";
import type { InstalledNode } from "./find-installed-nodes.js";
import type { WantedNode } from "./wanted-node.js";

export type ChosenNode = { node: InstalledNode; text: string; level: "info" | "warn" };

const addAnother = "Install another one on the server and name its folder in WINDLASS_NODE_DIRS of the worker.";

/**
 * Chooses the Node of a build: the worker's own where it fits, else the newest that does. Where none fits, the worker's own
 * with a warning that names what is there and ends with `remedy`, since it has worked for services that never said what they want.
 */
export function chooseNode(wanted: WantedNode | null, installed: readonly [InstalledNode, ...InstalledNode[]], remedy = addAnother): ChosenNode {
  const [own] = installed;
  if (!wanted) return { node: own, text: `Node ${own.version}, which is the usual one here: the repository asks for none.`, level: "info" };
  const asks = `${wanted.file} asks for ${wanted.text.slice(0, 100)}`;
  const version = satisfies(own.version, wanted.range) ? own.version : maxSatisfying(installed.map((node) => node.version), wanted.range);
  const fitting = installed.find((node) => node.version === version);
  if (fitting) return { node: fitting, text: `Node ${fitting.version}: ${asks}.`, level: "info" };
  const there = installed.map((node) => node.version).join(", ");
  return {
    node: own,
    text: `${asks}, and there is only Node ${there}: the build uses ${own.version}. ${remedy}`,
    level: "warn",
  };
}
