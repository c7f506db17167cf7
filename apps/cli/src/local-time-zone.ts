/**
 * The time zone of who runs the command, such as `Europe/Berlin`. Asked for only where it counts: V8 reads its tables of dates for it, which
 * takes as long as a command's start.
 */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
