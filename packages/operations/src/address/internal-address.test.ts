import { expect, test } from "vitest";
import { checkAddress } from "./check-address.js";
import { isInternalAddress } from "./internal-address.js";

test.each(["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "fd00::1", "fe80::1", "64:ff9b::7f00:1", "224.0.0.1"])(
  "%s is internal",
  (address) => expect(isInternalAddress(address)).toBe(true),
);

test.each(["140.82.121.4", "172.32.0.1", "192.169.0.1", "2606:50c0:8000::153", "::ffff:140.82.121.4", "github.com", ""])("%s is not", (address) => expect(isInternalAddress(address)).toBe(false));

test.each(["https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://localhost:3000/", "https://[::1]/", "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/"])(
  "%s is refused, however it is written",
  async (url) => {
    await expect(checkAddress(new URL(url), [])).rejects.toMatchObject({ code: "address_refused" });
  },
);

test("a host that is allowed by name is reached, over plain HTTP too; others are reached over TLS only", async () => {
  await expect(checkAddress(new URL("http://127.0.0.1:8080/"), ["127.0.0.1"])).resolves.toBeUndefined();
  await expect(checkAddress(new URL("http://127.0.0.1:8080/"), ["127.0.0.1:9090"])).rejects.toMatchObject({ code: "address_refused" });
  await expect(checkAddress(new URL("http://140.82.121.4/"), [])).rejects.toMatchObject({ code: "address_refused", message: expect.stringContaining("https") });
  await expect(checkAddress(new URL("https://140.82.121.4/"), [])).resolves.toBeUndefined();
});
