import { Logo } from "./logo.js";

/** The logo on its accent-coloured tile. */
export function Mark() {
  return (
    <span className="grid size-8 place-items-center rounded-md bg-accent text-on-accent">
      <Logo className="size-6" />
    </span>
  );
}
