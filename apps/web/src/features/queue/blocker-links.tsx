import type { Blocker } from "@windlass/contracts/deployment";
import { TextLink } from "../../ui/link.js";

/** Links to what a deployment waits for: another one of its stage, or one of a stage that it depends on. */
export function BlockerLinks({ blocker: { dependency, deploymentNumber }, of: { service, stage } }: { blocker: Blocker; of: { service: string; stage: string } }) {
  return (
    <>
      {dependency !== null && (
        <TextLink to="/services/$service/stages/$stage/deployments/$number" params={dependency} className="mr-2 break-words">
          {`Open ${dependency.service} #${dependency.number}`}
        </TextLink>
      )}
      {deploymentNumber !== null && (
        <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: deploymentNumber }}>
          {`Open #${deploymentNumber}`}
        </TextLink>
      )}
    </>
  );
}
