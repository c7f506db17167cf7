import { useQuery } from "@tanstack/react-query";
import { createLink } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { meQuery, useMay } from "../queries/me.js";
import { servicesQuery } from "../queries/services.js";
import { Dot } from "../ui/chip.js";
import { cn } from "../ui/cn.js";
import { places } from "./navigation.js";
import { serviceTone } from "./service-tone.js";

function NavAnchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <a
      className={cn(
        "flex min-w-0 items-center gap-2.5 rounded-md px-2.5 py-1.5 font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent max-lg:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0",
        className,
      )}
      {...rest}
    />
  );
}
const NavLink = createLink(NavAnchor);

function NavGroup({ heading, action, children }: { heading: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <div className="mb-1 flex h-6 items-center justify-between pr-1 pl-2.5">
        <h2 className="text-note font-medium text-ink-faint">{heading}</h2>
        {action}
      </div>
      <ul className="space-y-px">{children}</ul>
    </div>
  );
}

/** The main navigation: pages that the reader may see, and every service with the state of its stages. */
export function NavList({ onNavigate }: { onNavigate?: () => void }) {
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  return (
    <nav aria-label="Main" className="min-h-0 flex-1 space-y-5 overflow-y-auto px-3 pb-4">
      {places.map((group, index) => {
        const seen = group.places.filter((place) => permissions.includes(place.permission));
        if (seen.length === 0) return null;
        return (
          <div key={group.heading} className="space-y-5">
            <NavGroup heading={group.heading}>
              {seen.map((place) => (
                <li key={place.to}>
                  <NavLink to={place.to} activeOptions={{ exact: place.to === "/" }} onClick={onNavigate}>
                    <place.icon aria-hidden />
                    {place.label}
                  </NavLink>
                </li>
              ))}
            </NavGroup>
            {index === 0 && <Services onNavigate={onNavigate} />}
          </div>
        );
      })}
    </nav>
  );
}

function Services({ onNavigate }: { onNavigate: (() => void) | undefined }) {
  const { data: services = [], isSuccess } = useQuery(servicesQuery);
  const mayCreate = useMay("service:create");
  if (services.length === 0 && !mayCreate) return null;
  const add = (
    <NavLink to="/services/new" onClick={onNavigate} aria-label="Add a service" title="Add a service" className="p-1 max-lg:p-2">
      <Plus aria-hidden />
    </NavLink>
  );
  return (
    <NavGroup heading="Services" action={mayCreate ? add : undefined}>
      {services.map((service) => {
        const tone = serviceTone(service);
        return (
          <li key={service.id}>
            <NavLink to="/services/$service" params={{ service: service.name }} onClick={onNavigate}>
              <span className="grid size-4 shrink-0 place-items-center">
                <Dot tone={tone.tone} pulse={tone.tone === "run"} />
              </span>
              <span className="truncate">{service.name}</span>
              <span className="sr-only">{tone.text}</span>
            </NavLink>
          </li>
        );
      })}
      {isSuccess && services.length === 0 && <li className="px-2.5 text-note text-ink-faint">None yet.</li>}
    </NavGroup>
  );
}
