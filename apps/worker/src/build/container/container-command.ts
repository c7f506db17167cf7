import type { Command } from "../isolation/enclose.js";
import type { Containers } from "../isolation/isolation.js";
import type { ContainerBody } from "./container-of.js";

export type ContainerCommandInput = {
  body: ContainerBody;
  command: readonly string[];
  /** Whether the command talks with the one that started it by the pipes 3 and 4 rather than printing. */
  pipes: boolean;
};

/** Inside, the pipes are the container's own input and output; what the command prints itself goes beside them. Nothing of the command is read by the shell. */
const throughPipes = ["sh", "-c", 'exec "$@" 3>&1 4<&0 1>&2 0</dev/null', "sh"];

/** The command on the server that runs one in a container. The environment that it is started with becomes that of the container. */
export function containerCommand({ program, address }: Containers, { body, command, pipes }: ContainerCommandInput): Command {
  const spec = { address, body, command: [...(pipes ? throughPipes : []), ...command], pipes };
  return { program: process.execPath, args: ["--input-type=module", "--eval", program, "--", JSON.stringify(spec)] };
}
