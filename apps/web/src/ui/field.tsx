import { useId, type ReactNode } from "react";
import { cn } from "./cn.js";

type ControlProps = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/**
 * A labelled control with its hint and its error. `children` receives the ids that tie them together:
 * `<Field label="Name" error={…}>{(control) => <Input {...control} {...form.register("name")} />}</Field>`.
 */
export function Field({
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const described = [error !== undefined && `${id}-error`, hint !== undefined && `${id}-hint`].filter((part) => part !== false);
  return (
    <div className={cn("min-w-0", className)}>
      <label htmlFor={id} className="mb-1.5 flex items-baseline gap-2 font-medium">
        {label}
        {optional && <span className="text-note font-normal text-ink-faint">optional</span>}
      </label>
      {children({
        id,
        "aria-describedby": described.length === 0 ? undefined : described.join(" "),
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 text-note font-medium text-bad">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1.5 max-w-[68ch] text-note text-ink-faint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** A label on the left and a switch on the right. */
export function SwitchField({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: ReactNode;
  children: (control: { id: string; "aria-describedby": string | undefined }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="mt-0.5 max-w-[68ch] text-note text-ink-faint">
            {hint}
          </p>
        )}
      </div>
      {children({ id, "aria-describedby": hint === undefined ? undefined : `${id}-hint` })}
    </div>
  );
}
