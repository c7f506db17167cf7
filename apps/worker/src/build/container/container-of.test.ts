import { expect, it } from "vitest";
import { containerOf } from "./container-of.js";

const limits = { memoryBytes: 1024, diskBytes: 1024, files: 10, processes: 10, threads: 40 };
const bodyOf = (processors?: string) =>
  containerOf({ image: "node", user: "1:1", labels: {}, cell: { writable: [], readOnly: [], placed: [], limits: { ...limits, processors } } });

it("keeps a container to the processors that are for builds, and has it use all where none are left out (S32)", () => {
  expect(bodyOf("1,2").HostConfig).toMatchObject({ CpusetCpus: "1,2", CpuShares: 512 });
  expect(bodyOf().HostConfig).not.toHaveProperty("CpusetCpus");
});
