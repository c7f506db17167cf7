import { equal } from "node:assert/strict";
import fc from "fast-check";
import { insertDeployment } from "../../deployment/insert-deployment.js";
import { asked, pick, type Action, type Model, type ModelDeployment, type Real } from "./model.js";
import { supersedeBy } from "./supersede.js";

type Place = { stage: number; branch: string };

const places = fc.record({ stage: fc.nat(1), branch: fc.constantFrom("main", "side") });

/** When older pushes give way to a new one: at once, later, as when its process dies in between, or after one of them was dealt with that late. */
const moments = ["at once", "later", "after an older one"] as const;

/** A push asks for a deployment: of any branch, or of the one that another deployment is of. */
export const push: fc.Arbitrary<Action> = fc
  .record({ place: places, like: fc.option(fc.nat(3)), moment: fc.constantFrom(...moments) })
  .map(({ place, like, moment }) => ({
    check: ({ deployments }) => deployments.length < 6,
    async run(model, real) {
      const older = like === null ? null : pick(model, like);
      const deployment = await ask(model, real, older?.pushed ? { stage: older.stage, branch: older.pushed } : place);
      if (moment === "after an older one" && older) await supersedeBy(model, real, older);
      if (moment !== "later") await supersedeBy(model, real, deployment);
    },
    toString: () => `push(${like === null ? `stage ${place.stage}, ${place.branch}` : `like #${like}`}, ${moment})`,
  }));

async function ask(model: Model, real: Real, { stage, branch }: Place): Promise<ModelDeployment> {
  const address = real.stages[stage];
  if (!address) throw new Error(`There is no stage ${stage}.`);
  const { id } = await insertDeployment(real.context, { stage: address, kind: "deploy", ref: branch, trigger: "push" });
  const number = model.deployments.filter((other) => other.stage === stage).length + 1;
  equal((await real.context.db.prisma.deployment.findUniqueOrThrow({ where: { id } })).number, number);
  const deployment = asked(id, { stage, number, pushed: branch });
  model.deployments.push(deployment);
  return deployment;
}
