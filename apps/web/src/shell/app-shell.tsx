import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { Menu as MenuIcon, Search } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { LiveProvider } from "../live/live-provider.js";
import { useChanges } from "../live/use-changes.js";
import { Button } from "../ui/button.js";
import { CommandProvider } from "../ui/commands.js";
import { Kbd } from "../ui/kbd.js";
import { Keyboard } from "../ui/keyboard.js";
import { modifierKey } from "../ui/modifier-key.js";
import { RouteAnnouncer } from "../ui/route-announcer.js";
import { Brand } from "./brand.js";
import { leaveForSignIn } from "./leave-for-sign-in.js";
import { NavFoot } from "./nav-foot.js";
import { NavList } from "./nav-list.js";
import { ServerTroubles } from "./server-troubles.js";
import { usePlaceCommands } from "./use-place-commands.js";

const NavSheet = lazy(async () => ({ default: (await import("./nav-sheet.js")).NavSheet }));

/** The frame of every page behind sign-in: navigation at the side, on phones a top bar with a sheet. */
export function AppShell() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const signedOut = useCallback(() => void leaveForSignIn(router, queryClient), [queryClient, router]);
  return (
    <LiveProvider onUnauthenticated={signedOut}>
      <CommandProvider>
        <Frame />
      </CommandProvider>
    </LiveProvider>
  );
}

function Frame() {
  const [openEvent] = useState(() => new EventTarget());
  const openPalette = () => openEvent.dispatchEvent(new Event("palette"));
  usePlaceCommands();
  useChanges();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the content
      </a>
      <SideBar onSearch={openPalette} />
      <TopBar onSearch={openPalette} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[86rem] min-w-0 px-4 py-6 sm:px-6 lg:px-9 lg:py-8">
        <ServerTroubles />
        <Outlet />
      </main>
      <Keyboard openEvent={openEvent} />
      <RouteAnnouncer />
    </div>
  );
}

function SideBar({ onSearch }: { onSearch: () => void }) {
  return (
    <div className="sticky top-0 hidden h-dvh flex-col border-r border-line lg:flex">
      <div className="px-5 pt-5 pb-4">
        <Brand />
      </div>
      <div className="px-3 pb-4">
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8.5 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-faint shadow-raised transition-colors hover:border-line-strong/60"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-left">Find or do…</span>
          <Kbd>{`${modifierKey} K`}</Kbd>
        </button>
      </div>
      <NavList />
      <NavFoot />
    </div>
  );
}

function TopBar({ onSearch }: { onSearch: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center justify-between border-b border-line bg-canvas/95 px-3 backdrop-blur lg:hidden">
      <Button tone="quiet" size="icon" aria-label="Open the navigation" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden />
      </Button>
      {open && (
        <Suspense>
          <NavSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
      <Brand />
      <Button tone="quiet" size="icon" aria-label="Find or do something" onClick={onSearch}>
        <Search aria-hidden />
      </Button>
    </header>
  );
}
