import { Link } from "@tanstack/react-router";
import { Logo } from "./logo.js";

/** The mark and the name; they lead to the overview. */
export function Brand() {
  return (
    <Link to="/" className="flex items-center gap-2 rounded-md font-semibold tracking-tight" aria-label="Windlass, overview">
      <span className="grid size-7 place-items-center rounded-md bg-accent text-on-accent">
        <Logo className="size-5.5" />
      </span>
      Windlass
    </Link>
  );
}
