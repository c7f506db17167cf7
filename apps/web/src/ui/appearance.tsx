import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
type Appearance = { theme: Theme; setTheme: (theme: Theme) => void };

/** The same key as in `public/theme.js`, which reads it before the first paint. */
const storageKey = "windlass.theme";
const AppearanceContext = createContext<Appearance | null>(null);

/** The chosen theme and how to change it. */
export function useAppearance(): Appearance {
  const appearance = use(AppearanceContext);
  if (appearance === null) throw new Error("useAppearance needs an AppearanceProvider above it.");
  return appearance;
}

function readTheme(): Theme {
  const stored = readStored(storageKey);
  return themes.find((theme) => theme === stored) ?? "system";
}

/** Reads a preference; null where the browser forbids storage. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a preference; where the browser forbids storage it lasts until the page is closed. */
export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse: the choice still holds for this page.
  }
}

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches);
      document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
  const appearance = useMemo(
    () => ({
      theme,
      setTheme: (next: Theme) => {
        writeStored(storageKey, next);
        setTheme(next);
      },
    }),
    [theme],
  );
  return <AppearanceContext value={appearance}>{children}</AppearanceContext>;
}
