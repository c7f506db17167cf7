import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Deployment } from "@windlass/contracts/deployment";
import { ArrowUpRight } from "lucide-react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { servicesQuery } from "../../../queries/services.js";
import { Button } from "../../../ui/button.js";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../../../ui/menu.js";
import { useToast } from "../../../ui/toast.js";

/** Brings what this deployment brought here to another stage of the service, and goes to that deployment. */
export function PromoteButton({ deployment: { service, stage, number, commit } }: { deployment: Deployment }) {
  const navigate = useNavigate();
  const notify = useToast();
  const { data: services } = useQuery(servicesQuery);
  const others = services?.find(({ name }) => name === service)?.stages.filter(({ name }) => name !== stage) ?? [];
  const promote = useMutation({
    mutationFn: (to: string) => api.deployments.promote({ service, stage: to }, { stage, number }),
    onSuccess: (created) => navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { service, stage: created.stage, number: created.number } }),
    onError: (error) => notify({ tone: "bad", title: problemOf(error).message, text: problemOf(error).hint }),
  });
  if (others.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button busy={promote.isPending}>
          {!promote.isPending && <ArrowUpRight aria-hidden />}
          Promote to…
        </Button>
      </MenuTrigger>
      <MenuContent>
        {others.map(({ name }) => (
          <MenuItem key={name} hint={`Deploys ${commit?.sha.slice(0, 7) ?? "its commit"} there, with the same bytes where they are equal`} onSelect={() => promote.mutate(name)}>
            {name}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
