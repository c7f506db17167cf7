import { useEffect, useRef, type RefObject } from "react";

/** The value of the last render, for what runs later: handlers of keys, of scrolling, of outside events. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
