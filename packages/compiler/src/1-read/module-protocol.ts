/** What the process that evaluates a config module is told first. */
export type RunMessage = {
  kind: "run";
  file: string;
  /** CommonJS code to run in the file's place, of a TypeScript file. */
  code: string | null;
  address: string[] | null;
  /** Whether functions that the module exports are to be called. */
  callable: boolean;
  options: Record<string, unknown>;
};

/** The answer to a `call`. */
export type AnswerMessage = { kind: "answer"; id: number; ok: boolean; value?: unknown; message?: string };

/** What the evaluating process sends back. `json` is undefined where the module has no such value. */
export type ChildMessage =
  | { kind: "call"; id: number; name: "resolveConfigurationProperty" | "resolveVariable"; argument: unknown }
  | { kind: "result"; json: string | undefined }
  | { kind: "failure"; message: string };
