import type { Deployment } from "@windlass/contracts/deployment";
import { RotateCcw } from "lucide-react";
import { ButtonLink } from "../../../ui/link.js";

/** Leads to the page that shows what putting this deployment's release back will do, and asks. */
export function RollBackButton({ deployment: { service, stage, number } }: { deployment: Deployment }) {
  return (
    <ButtonLink tone="primary" to="/services/$service/stages/$stage/rollback" params={{ service, stage }} search={{ to: number }}>
      <RotateCcw aria-hidden />
      Roll back to this…
    </ButtonLink>
  );
}
