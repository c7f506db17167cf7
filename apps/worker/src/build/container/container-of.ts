import type { Cell } from "../isolation/enclose.js";
import { processorShares } from "../isolation/processor-groups.js";

/** What a container is made with, as the engine's API takes it, but for its command and environment. */
export type ContainerBody = {
  Image: string;
  User: string;
  WorkingDir: string;
  Hostname: string;
  NetworkDisabled: true;
  Labels: Record<string, string>;
  HostConfig: object;
};

export type ContainerInput = { image: string; user: string; cell: Cell; labels: Record<string, string> };

/**
 * A container for one command of a build: without network, capabilities or a way to get any, its root read-only, and with the build's own folders at
 * the paths that they have outside. Nothing that it prints is kept by the engine.
 */
export function containerOf({ image, user, cell, labels }: ContainerInput): ContainerBody {
  const { writable, readOnly, placed, limits } = cell;
  const mounts = [
    ...placed.map(({ path, at, writable: mayWrite }) => mount(path, at, !mayWrite)),
    ...readOnly.map((path) => mount(path, path, true)),
    ...writable.map((path) => mount(path, path, false)),
  ];
  return {
    Image: image,
    User: user,
    WorkingDir: "/",
    Hostname: "build",
    NetworkDisabled: true,
    Labels: labels,
    HostConfig: {
      NetworkMode: "none",
      ReadonlyRootfs: true,
      Privileged: false,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      IpcMode: "private",
      PidsLimit: limits.threads,
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      CpuShares: processorShares,
      ...(limits.processors === undefined ? {} : { CpusetCpus: limits.processors }),
      Ulimits: [
        { Name: "fsize", Soft: limits.diskBytes, Hard: limits.diskBytes },
        { Name: "core", Soft: 0, Hard: 0 },
      ],
      Mounts: mounts,
      LogConfig: { Type: "none", Config: {} },
      RestartPolicy: { Name: "no" },
    },
  };
}

function mount(path: string, at: string, isReadOnly: boolean): object {
  return { Type: "bind", Source: path, Target: at, ReadOnly: isReadOnly, BindOptions: { Propagation: "rprivate" } };
}
