import { Dialog, SheetContent } from "../ui/dialog.js";
import { Brand } from "./brand.js";
import { NavFoot } from "./nav-foot.js";
import { NavList } from "./nav-list.js";

/** The navigation on phones, in a sheet from the left. */
export function NavSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title="Navigation">
        <div className="px-5 pt-5 pb-4">
          <Brand />
        </div>
        <NavList onNavigate={onClose} />
        <NavFoot />
      </SheetContent>
    </Dialog>
  );
}
