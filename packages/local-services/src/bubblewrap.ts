import { findProgram } from "./find-program.js";
import { canInstallDebianPackages, installDebianPackages } from "./install-debian-package.js";
import { ServiceError } from "./service-error.js";

/**
 * The path of bubblewrap, in which builds are isolated from the server. Root on Debian gets it from apt-get.
 * @throws ServiceError when there is none and none can be installed.
 */
export async function bubblewrapProgram(): Promise<string> {
  const found = findProgram(["bwrap"]);
  if (found) return found;
  const hint = "Install bubblewrap (Debian: apt-get install bubblewrap, Fedora: dnf install bubblewrap).";
  if (process.platform !== "linux") throw new ServiceError("There is no bubblewrap for this system", "Run the workers on Linux to build code of people without write access.");
  if (!canInstallDebianPackages()) throw new ServiceError("There is no bubblewrap on this machine", hint);
  await installDebianPackages(["bubblewrap"]);
  const installed = findProgram(["bwrap"]);
  if (!installed) throw new ServiceError("bubblewrap was installed but is not on the PATH", hint);
  return installed;
}
