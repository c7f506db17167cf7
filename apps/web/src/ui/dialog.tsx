import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.js";
import { cn } from "./cn.js";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

const overlay = "fixed inset-0 z-40 bg-[hsl(var(--shadow-color)/0.45)] data-[state=open]:animate-rise";

type ContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: string;
  description?: ReactNode;
};

/** What is asked comes before the button that closes: the first control gets the focus, if there is one. */
function focusFirstControl(event: Event): void {
  const content = event.currentTarget;
  const control = content instanceof HTMLElement ? content.querySelector<HTMLElement>("input, select, textarea") : null;
  if (control === null) return;
  event.preventDefault();
  control.focus();
}

/** A dialog in the middle of the page. Focus stays inside, Escape closes it, and focus returns to the opener. */
export function DialogContent({ title, description, className, children, ...rest }: ContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlay} />
      <Radix.Content
        className={cn(
          "fixed top-[12vh] left-1/2 z-50 max-h-[80vh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-floating data-[state=open]:animate-rise",
          className,
        )}
        onOpenAutoFocus={focusFirstControl}
        {...(description === undefined && { "aria-describedby": undefined })}
        {...rest}
      >
        <div className="mb-4 flex items-start justify-between gap-4">
          <div className="min-w-0">
            <Radix.Title className="text-heading font-semibold">{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>
            )}
          </div>
          <Radix.Close asChild>
            <Button tone="quiet" size="icon" aria-label="Close" className="-mt-1 -mr-1.5">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </div>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** A sheet from the left edge, for the navigation on phones. */
export function SheetContent({ title, className, children, ...rest }: Omit<ContentProps, "description">) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlay} />
      <Radix.Content
        aria-describedby={undefined}
        className={cn("fixed inset-y-0 left-0 z-50 flex w-72 max-w-[86vw] flex-col border-r border-line bg-canvas shadow-floating", className)}
        {...rest}
      >
        <Radix.Title className="sr-only">{title}</Radix.Title>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}
