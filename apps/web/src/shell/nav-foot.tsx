import { ConnectionIndicator } from "../live/connection-indicator.js";
import { UserMenu } from "./user-menu.js";

/** Below the navigation: whether the page is live, and who is signed in. */
export function NavFoot() {
  return (
    <div className="border-t border-line p-2">
      <ConnectionIndicator className="px-3 py-1" />
      <UserMenu />
    </div>
  );
}
