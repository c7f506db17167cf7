import type { Zone } from "../../../ui/clock.js";

const formats = {
  local: timeFormat(undefined),
  utc: timeFormat("UTC"),
} as const satisfies Record<Zone, Intl.DateTimeFormat>;

function timeFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZone,
  });
}

/** `06:01:02.345`, in the zone that the reader chose. */
export function rowTime(at: number, zone: Zone): string {
  return formats[zone].format(at);
}
