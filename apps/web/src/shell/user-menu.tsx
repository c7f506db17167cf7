import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, LogOut, UserRound } from "lucide-react";
import { useId } from "react";
import { api } from "../api/client.js";
import { problemOf } from "../api/problem-of.js";
import { meQuery } from "../queries/me.js";
import { themes, useAppearance } from "../ui/appearance.js";
import { Button } from "../ui/button.js";
import { useClock, zones } from "../ui/clock.js";
import { ButtonLink } from "../ui/link.js";
import { SegmentedChoice } from "../ui/segmented-choice.js";
import { useToast } from "../ui/toast.js";

const themeLabel = { system: "System", light: "Light", dark: "Dark" };
const zoneLabel = { local: "Local", utc: "UTC" };

/** Who is signed in; theme, time zone and sign-out. The browser's own popover: it closes by Escape or a click elsewhere. */
export function UserMenu() {
  const me = useQuery(meQuery).data;
  const id = useId();
  const { theme, setTheme } = useAppearance();
  const { zone, setZone } = useClock();
  const signOut = useSignOut();
  if (me === undefined) return null;
  return (
    <>
      <Button tone="quiet" popoverTarget={id} className="h-auto w-full justify-between px-2.5 py-2 text-left max-sm:h-auto">
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
      <div
        id={id}
        popover="auto"
        role="group"
        aria-label="You and your settings"
        className="fixed inset-auto bottom-18 left-2 m-0 w-64 space-y-4 rounded-lg border border-line bg-surface p-4 text-ink shadow-floating"
      >
        <p className="truncate text-note text-ink-faint">{me.email}</p>
        <SegmentedChoice label="Theme" options={themes} labels={themeLabel} value={theme} onChange={setTheme} />
        <SegmentedChoice label="Exact times in" options={zones} labels={zoneLabel} value={zone} onChange={setZone} />
        <ButtonLink to="/profile" className="w-full">
          <UserRound aria-hidden />
          You
        </ButtonLink>
        <Button className="w-full" busy={signOut.isPending} onClick={() => signOut.mutate()}>
          <LogOut aria-hidden />
          Sign out
        </Button>
      </div>
    </>
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
