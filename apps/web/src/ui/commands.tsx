import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

/** Something the reader can do from anywhere on the page: by the command palette and, if it has keys, by keyboard. */
export type Command = {
  id: string;
  label: string;
  /** The heading under which the palette lists it. */
  group: string;
  run: () => void;
  /** Keys pressed one after the other, such as `g h`. */
  keys?: string;
  /** More words by which it is found. */
  keywords?: string[];
};

type Registry = {
  register: (commands: readonly Command[]) => () => void;
  subscribe: (listener: () => void) => () => void;
  all: () => readonly Command[];
};

const CommandContext = createContext<Registry | null>(null);

function createRegistry(): Registry {
  const groups = new Set<readonly Command[]>();
  const listeners = new Set<() => void>();
  let all: readonly Command[] = [];
  const changed = () => {
    all = [...groups].flat();
    for (const listener of listeners) listener();
  };
  return {
    register: (commands) => {
      groups.add(commands);
      changed();
      return () => {
        groups.delete(commands);
        changed();
      };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => all,
  };
}

function useRegistry(): Registry {
  const registry = use(CommandContext);
  if (registry === null) throw new Error("Commands need a CommandProvider above them.");
  return registry;
}

/** Offers commands while the calling component is shown. Memoise the list: a new list registers anew. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  useEffect(() => registry.register(commands), [registry, commands]);
}

/** Every command that the page now on the screen offers. */
export function useAllCommands(): readonly Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.all);
}

export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry);
  return <CommandContext value={useMemo(() => registry, [registry])}>{children}</CommandContext>;
}
