import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, LogOut } from "lucide-react";
import { api } from "../api/client.js";
import { problemOf } from "../api/problem-of.js";
import { meQuery } from "../queries/me.js";
import { themes, useAppearance } from "../ui/appearance.js";
import { Button } from "../ui/button.js";
import { useClock, zones } from "../ui/clock.js";
import { Menu, MenuChoice, MenuChoices, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "../ui/menu.js";
import { useToast } from "../ui/toast.js";

const themeLabel = { system: "As the system", light: "Light", dark: "Dark" };
const zoneLabel = { local: "Local time", utc: "UTC" };

/** Who is signed in; theme, time zone and sign-out. */
export function UserMenu() {
  const me = useQuery(meQuery).data;
  const { theme, setTheme } = useAppearance();
  const { zone, setZone } = useClock();
  const signOut = useSignOut();
  if (me === undefined) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button tone="quiet" className="h-auto w-full justify-between px-2.5 py-2 text-left max-sm:h-auto">
          <span className="flex min-w-0 items-center gap-2.5">
            <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-note font-semibold text-accent uppercase">
              {me.name.slice(0, 1)}
            </span>
            <span className="min-w-0">
              <span className="block truncate text-ink">{me.name}</span>
              <span className="block truncate text-note font-normal text-ink-faint">{me.role}</span>
            </span>
          </span>
          <ChevronsUpDown aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent side="top" align="start" className="w-60">
        <MenuLabel className="truncate">{me.email}</MenuLabel>
        <MenuSeparator />
        <MenuLabel>Theme</MenuLabel>
        <MenuChoices value={theme}>
          {themes.map((each) => (
            <MenuChoice key={each} value={each} onSelect={() => setTheme(each)}>
              {themeLabel[each]}
            </MenuChoice>
          ))}
        </MenuChoices>
        <MenuSeparator />
        <MenuLabel>Exact times in</MenuLabel>
        <MenuChoices value={zone}>
          {zones.map((each) => (
            <MenuChoice key={each} value={each} onSelect={() => setZone(each)}>
              {zoneLabel[each]}
            </MenuChoice>
          ))}
        </MenuChoices>
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => signOut.mutate()}>
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useToast();
  return useMutation({
    mutationFn: () => api.auth.signOut(),
    onSuccess: async () => {
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    },
    onError: (error) => notify({ tone: "bad", title: "Not signed out", text: problemOf(error).message }),
  });
}
