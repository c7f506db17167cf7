import { migrate } from "@windlass/database/migrate";

/** Makes a database of the product's schema on a server. Returns its URL. @param {string} adminUrl @param {string} name */
export async function makeMigratedDatabase(adminUrl, name) {
  const { href } = Object.assign(new URL(adminUrl), { pathname: `/${name}` });
  await migrate({ url: href });
  return href;
}
