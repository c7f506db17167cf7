import type { Permission } from "@windlass/contracts/permission";
import { Archive, Activity, BookMarked, GitBranch, GitPullRequest, House, KeyRound, Layers, ListOrdered, ScrollText, Waypoints, Webhook, type LucideIcon } from "lucide-react";

type Place = {
  to: "/" | "/queue" | "/groups" | "/previews" | "/accounts" | "/repositories" | "/deliveries" | "/tokens" | "/settings/github" | "/settings/webhook" | "/settings/housekeeping" | "/audit";
  label: string;
  icon: LucideIcon;
  keys: string;
  permission: Permission;
};

/** The pages that do not depend on a service. Those that the reader may not see are left out of every menu. */
export const places: readonly { heading: string; places: readonly Place[] }[] = [
  {
    heading: "Deploy",
    places: [
      { to: "/", label: "Overview", icon: House, keys: "g h", permission: "service:read" },
      { to: "/queue", label: "Queue", icon: ListOrdered, keys: "g q", permission: "deployment:read" },
      { to: "/groups", label: "Groups", icon: Layers, keys: "g o", permission: "deployment:read" },
      { to: "/previews", label: "Previews", icon: GitPullRequest, keys: "g p", permission: "service:read" },
    ],
  },
  {
    heading: "Connect",
    places: [
      { to: "/accounts", label: "AWS accounts", icon: Waypoints, keys: "g a", permission: "account:read" },
      { to: "/repositories", label: "Repositories", icon: BookMarked, keys: "g r", permission: "repository:read" },
      { to: "/settings/github", label: "GitHub", icon: GitBranch, keys: "g i", permission: "repository:manage" },
      { to: "/deliveries", label: "Deliveries", icon: Activity, keys: "g d", permission: "delivery:read" },
      { to: "/settings/webhook", label: "Webhook", icon: Webhook, keys: "g w", permission: "settings:manage" },
      { to: "/settings/housekeeping", label: "Housekeeping", icon: Archive, keys: "g k", permission: "settings:manage" },
    ],
  },
  {
    heading: "Access",
    places: [
      { to: "/tokens", label: "API tokens", icon: KeyRound, keys: "g t", permission: "token:manage" },
      { to: "/audit", label: "Audit", icon: ScrollText, keys: "g u", permission: "audit:read" },
    ],
  },
];
