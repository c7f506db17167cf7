import { fork } from "node:child_process";
import { join } from "node:path";

/**
 * Starts one of the benchmark's own programs in a process of its own and waits for its first message.
 * @param {string} program path below bench/ @param {Record<string, unknown>} settings what it gets as its one argument
 */
export async function startProgram(program, settings) {
  const child = fork(join(import.meta.dirname, program), [JSON.stringify(settings)], { stdio: "inherit" });
  /** @type {Map<string, ((message: any) => void)[]>} */
  const waiting = new Map();
  /** @type {any[]} */
  const unheard = [];
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.on("message", (/** @type {{ type: string }} */ message) => {
    const hear = waiting.get(message.type)?.shift();
    if (hear) hear(message);
    else unheard.push(message);
  });
  /** The next message of a type. Rejects when the program has ended. @param {string} type @returns {Promise<any>} */
  const next = (type) => {
    const index = unheard.findIndex((message) => message.type === type);
    if (index >= 0) return Promise.resolve(unheard.splice(index, 1)[0]);
    return Promise.race([
      new Promise((resolve) => waiting.set(type, [...(waiting.get(type) ?? []), resolve])),
      ended.then((code) => Promise.reject(new Error(`${program} ended with exit code ${code}`))),
    ]);
  };
  const ready = await next("ready");
  return {
    pid: child.pid ?? 0,
    ready,
    next,
    /** Sends a request and waits for the message that answers it. @param {string} type @param {object} [more] */
    ask: (type, more = {}) => {
      const answer = next(type);
      child.send({ type, ...more });
      return answer;
    },
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The settings of this program, which ends with its parent. @returns {any} */
export function settingsOfProgram() {
  process.once("disconnect", () => process.exit());
  return JSON.parse(process.argv[2] ?? "{}");
}

/** Answers the parent's requests of one type. @param {string} type @param {(message: any) => Promise<object>} answer */
export function onRequest(type, answer) {
  process.on("message", (/** @type {{ type: string }} */ message) => {
    if (message.type !== type) return;
    answer(message).then(
      (fields) => process.send?.({ type, ...fields }),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
