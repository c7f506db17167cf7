import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// The names that `styles.css` adds: without them `text-note` would count as a colour and be dropped beside one.
const merge = extendTailwindMerge({
  extend: { theme: { text: ["note", "body", "heading", "title"], shadow: ["raised", "floating"], animate: ["pulse-mark", "shimmer", "rise"] } },
});

/** Joins class names; of two Tailwind classes that set the same property, the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
