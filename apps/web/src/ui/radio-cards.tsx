import { useId, type ComponentProps } from "react";

/** One of a few choices that each need a sentence. Real radio buttons: arrows move, the label is clickable. */
export function RadioCards({
  label,
  choices,
  ...input
}: { label: string; choices: readonly { value: string; label: string; text: string }[] } & Omit<ComponentProps<"input">, "type" | "value" | "className">) {
  const id = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="grid gap-2">
        {choices.map((choice) => (
          <label
            key={choice.value}
            htmlFor={`${id}-${choice.value}`}
            className="flex gap-3 rounded-md border border-line px-3.5 py-3 transition-colors hover:bg-hover/60 has-checked:border-accent has-checked:bg-accent-soft/60 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input {...input} id={`${id}-${choice.value}`} type="radio" value={choice.value} className="mt-1 size-3.5 accent-(--accent) outline-none" />
            <span>
              <span className="block font-medium">{choice.label}</span>
              <span className="block text-note text-ink-soft">{choice.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
