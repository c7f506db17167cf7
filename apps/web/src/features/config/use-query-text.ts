import { useCallback, useDeferredValue, useState } from "react";
import { useConfigNavigate } from "./use-config-navigate.js";

/**
 * The text of a search: in the input at once, in the address for who shares it, and `deferred` for what takes long to
 * find. A view that is opened begins with the address's.
 */
export function useQueryText(initial: string | undefined) {
  const navigate = useConfigNavigate();
  const [text, setText] = useState(initial ?? "");
  const change = useCallback(
    (next: string) => {
      setText(next);
      navigate({ q: next === "" ? undefined : next });
    },
    [navigate],
  );
  return { text, deferred: useDeferredValue(text.trim()), change };
}
