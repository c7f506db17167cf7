/** Where to go after sign-in: the page that led here, if it is one of ours, else the overview. */
export function safeDestination(from: string | undefined): string {
  // `//host` and `/\host` are addresses of other servers to a browser.
  if (from === undefined || !/^\/(?![/\\])/.test(from) || from.startsWith("/sign-in")) return "/";
  return from;
}
