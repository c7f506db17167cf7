import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { meQuery } from "../queries/me.js";
import { servicesQuery } from "../queries/services.js";
import { useAppearance } from "../ui/appearance.js";
import { useCommands, type Command } from "../ui/commands.js";
import { places } from "./navigation.js";

/** The commands that work on every page: going somewhere, adding a service, changing the theme. */
export function usePlaceCommands(): void {
  const router = useRouter();
  const permissions = useQuery(meQuery).data?.permissions;
  const services = useQuery(servicesQuery).data;
  const { setTheme } = useAppearance();

  useCommands(
    useMemo<Command[]>(() => {
      const seen = places.flatMap((group) => group.places).filter((place) => permissions?.includes(place.permission) === true);
      const going = seen.map<Command>((place) => ({
        id: `go ${place.to}`,
        label: `Go to ${place.label}`,
        group: "Go to",
        keys: place.keys,
        run: () => void router.navigate({ to: place.to }),
      }));
      const adding: Command = { id: "service new", label: "Add a service", group: "Do", run: () => void router.navigate({ to: "/services/new" }) };
      const looks = (["light", "dark", "system"] as const).map<Command>((theme) => ({
        id: `theme ${theme}`,
        label: `Use the ${theme === "system" ? "system's" : theme} theme`,
        group: "Appearance",
        run: () => setTheme(theme),
      }));
      return [...going, ...(permissions?.includes("service:create") === true ? [adding] : []), ...looks];
    }, [permissions, router, setTheme]),
  );

  useCommands(
    useMemo<Command[]>(
      () =>
        (services ?? []).flatMap((service) => [
          {
            id: `service ${service.name}`,
            label: service.name,
            group: "Services",
            run: () => void router.navigate({ to: "/services/$service", params: { service: service.name } }),
          },
          ...service.stages.map<Command>((stage) => ({
            id: `stage ${service.name} ${stage.name}`,
            label: `${service.name} / ${stage.name}`,
            group: "Stages",
            run: () =>
              void router.navigate({
                to: "/services/$service/stages/$stage",
                params: { service: service.name, stage: stage.name },
              }),
          })),
        ]),
      [services, router],
    ),
  );
}
