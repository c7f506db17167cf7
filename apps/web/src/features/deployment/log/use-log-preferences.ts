import { useCallback, useState } from "react";
import { readStored, writeStored } from "../../../ui/appearance.js";

/** How the reader likes logs; kept by the browser. */
export function useLogPreferences() {
  const [wrap, setWrap] = useState(() => readStored("windlass.log.wrap") !== "off");
  const [times, setTimes] = useState(() => readStored("windlass.log.times") === "on");
  const toggleWrap = useCallback(() => {
    setWrap((before) => {
      writeStored("windlass.log.wrap", before ? "off" : "on");
      return !before;
    });
  }, []);
  const toggleTimes = useCallback(() => {
    setTimes((before) => {
      writeStored("windlass.log.times", before ? "off" : "on");
      return !before;
    });
  }, []);
  return { wrap, times, toggleWrap, toggleTimes };
}
