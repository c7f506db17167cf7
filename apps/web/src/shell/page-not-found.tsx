import { Compass } from "lucide-react";
import { EmptyState } from "../ui/empty-state.js";
import { ButtonLink } from "../ui/link.js";
import { modifierKey } from "../ui/modifier-key.js";

export function PageNotFound() {
  return (
    <div className="mx-auto w-full max-w-2xl py-6">
      <EmptyState
        icon={<Compass aria-hidden />}
        level={1}
        title="There is no page at this address"
        actions={<ButtonLink to="/">Go to the overview</ButtonLink>}
      >
        The service or stage may have been renamed or deleted. The command palette ({modifierKey} K) finds what is there.
      </EmptyState>
    </div>
  );
}
