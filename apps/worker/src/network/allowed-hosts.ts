/** A name that builds may reach. `internal`: an administrator named it, so that it may lead into the own network. */
export type AllowedHost = { name: string; ports: readonly number[]; internal: boolean };

/** Where packages, and what they fetch while they are installed, come from. */
const usualHosts = [
  "registry.npmjs.org", "registry.yarnpkg.com", "repo.yarnpkg.com", "nodejs.org", "pypi.org", "files.pythonhosted.org",
  "github.com", "codeload.github.com", "raw.githubusercontent.com", "objects.githubusercontent.com", "release-assets.githubusercontent.com",
];

const webPorts = [80, 443];

/**
 * Reads a list such as `defaults,npm.example.com,*.example.org,10.0.0.7:4873`: `defaults` are the usual sources of packages.
 * The registry that the server itself uses is always among them.
 * Throws an Error that names the entry which is no host.
 */
export function readAllowedHosts(list: string, registry: string): AllowedHost[] {
  const entries = list.split(",").map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== "");
  const named = entries.filter((entry) => entry !== "defaults").map(readEntry);
  const usual = entries.includes("defaults") ? usualHosts.map((name) => ({ name, ports: webPorts, internal: false })) : [];
  return [...named, registryHost(registry), ...usual];
}

function readEntry(entry: string): AllowedHost {
  const match = /^(\*\.)?([a-z0-9][a-z0-9._-]*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/.exec(entry);
  if (!match) throw new Error(`"${entry}" is no host: write a name, *.name or an address, with :port where it is not 80 or 443`);
  const [, wildcard = "", name = "", port] = match;
  return { name: wildcard + name, ports: port === undefined ? webPorts : [Number(port)], internal: wildcard === "" };
}

function registryHost(registry: string): AllowedHost {
  const { hostname, port, protocol } = new URL(registry);
  return { name: hostname, ports: [port === "" ? (protocol === "http:" ? 80 : 443) : Number(port)], internal: true };
}

/** The entry that allows this place, or null. Entries that an administrator named go first. */
export function findAllowed(hosts: readonly AllowedHost[], place: { host: string; port: number }): AllowedHost | null {
  const host = place.host.toLowerCase().replace(/\.$/, "");
  return hosts.find(({ name, ports }) => ports.includes(place.port) && (name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name)) ?? null;
}
