import { useRouter } from "@tanstack/react-router";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Stage } from "@windlass/contracts/stage";
import { Ellipsis, Eye, GitCommitHorizontal, Rocket, RotateCcw, Trash2 } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useMay } from "../../queries/me.js";
import { Button } from "../../ui/button.js";
import { useCommands, type Command } from "../../ui/commands.js";
import { ButtonLink } from "../../ui/link.js";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "../../ui/menu.js";
import { useDeploy, usePreview } from "./use-deploy.js";

const DeployRefDialog = lazy(async () => ({ default: (await import("./deploy-ref-dialog.js")).DeployRefDialog }));

/** The one primary action of a stage, and a menu with the others, each saying what it will do. */
export function StageActions({ stage }: { stage: Stage }) {
  const address = { service: stage.service, stage: stage.name };
  const [choosingRef, setChoosingRef] = useState(false);
  const may = { deploy: useMay("deployment:create"), rollBack: useMay("deployment:rollback"), remove: useMay("deployment:remove") };
  const deploy = useDeploy();
  const preview = usePreview();
  const router = useRouter();
  const start = deploy.mutate;
  useCommands(
    useMemo<Command[]>(() => {
      const params = { service: stage.service, stage: stage.name };
      const commands: Command[] = [];
      if (may.deploy) commands.push({ id: "deploy", label: `Deploy ${stage.service} / ${stage.name}`, group: "This stage", run: () => start(params) });
      if (may.rollBack && stage.rollbackTarget !== null) {
        commands.push({
          id: "rollback",
          label: `Roll back to ${stage.rollbackTarget}…`,
          group: "This stage",
          run: () => void router.navigate({ to: "/services/$service/stages/$stage/rollback", params, search: {} }),
        });
      }
      return commands;
    }, [may.deploy, may.rollBack, router, stage.service, stage.name, stage.rollbackTarget, start]),
  );
  const removable = may.remove && stage.status !== "never_deployed" && stage.status !== "removed";
  return (
    <>
      <PrimaryAction stage={stage} mayDeploy={may.deploy} busy={deploy.isPending} onDeploy={() => deploy.mutate(address)} />
      {(may.deploy || may.rollBack || removable) && (
        <Menu>
          <MenuTrigger asChild>
            <Button size="icon" aria-label="More actions for this stage">
              <Ellipsis aria-hidden />
            </Button>
          </MenuTrigger>
          <MenuContent className="w-80">
            {may.deploy && (
              <MenuItem icon={<GitCommitHorizontal aria-hidden />} hint="Builds what you name instead of the branch" onSelect={() => setChoosingRef(true)}>
                Deploy another branch, tag or commit…
              </MenuItem>
            )}
            {may.deploy && (
              <MenuItem icon={<Eye aria-hidden />} hint="Makes the plan of a deployment and changes nothing" onSelect={() => preview.mutate(address)}>
                Preview the changes
              </MenuItem>
            )}
            {may.rollBack && (
              <MenuItem
                icon={<RotateCcw aria-hidden />}
                disabled={stage.rollbackTarget === null}
                hint={stage.rollbackTarget === null ? "Possible after the second successful release" : "Shows what it will change first"}
                onSelect={() => void router.navigate({ to: "/services/$service/stages/$stage/rollback", params: address, search: {} })}
              >
                {stage.rollbackTarget === null ? "Roll back" : `Roll back to ${stage.rollbackTarget}…`}
              </MenuItem>
            )}
            {removable && (
              <>
                <MenuSeparator />
                <MenuItem
                  danger
                  icon={<Trash2 aria-hidden />}
                  hint="Deletes the stack and everything in it from AWS"
                  onSelect={() => void router.navigate({ to: "/services/$service/stages/$stage/remove", params: address })}
                >
                  Remove from AWS…
                </MenuItem>
              </>
            )}
          </MenuContent>
        </Menu>
      )}
      {choosingRef && (
        <Suspense>
          <DeployRefDialog address={address} onClose={() => setChoosingRef(false)} />
        </Suspense>
      )}
    </>
  );
}

function PrimaryAction({ stage, mayDeploy, busy, onDeploy }: { stage: Stage; mayDeploy: boolean; busy: boolean; onDeploy: () => void }) {
  const last = stage.lastDeployment;
  if (last !== null && !isTerminal(last.state)) {
    return (
      <ButtonLink
        tone="primary"
        to="/services/$service/stages/$stage/deployments/$number"
        params={{ service: stage.service, stage: stage.name, number: last.number }}
      >
        {`Watch deployment #${last.number}`}
      </ButtonLink>
    );
  }
  if (!mayDeploy) return null;
  return (
    <Button tone="primary" busy={busy} onClick={onDeploy}>
      <Rocket aria-hidden />
      {stage.branch === null ? "Deploy" : `Deploy ${stage.branch}`}
    </Button>
  );
}
