import { ExternalError, externalName, type ExternalAnswer, type ExternalRequest, type ExternalValues } from "../external-values.js";
import { SourceError } from "./variable-source.js";

/** AWS throttles; a config with many questions is still answered in a few round trips. */
const maxConcurrent = 8;

type Options = { external: ExternalValues | undefined; region: string; signal: AbortSignal | undefined };

/**
 * Asks AWS each question once, some at a time.
 * @throws SourceError `variable_needs_aws` when nothing answers, or when what answers could not ask.
 */
export function createAskOnce({ external, region, signal }: Options): (request: ExternalRequest) => Promise<ExternalAnswer | null> {
  const answers = new Map<string, Promise<ExternalAnswer | null>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const askNow = async (request: ExternalRequest, name: string): Promise<ExternalAnswer | null> => {
    if (!external) throw new SourceError(`${name} has to be asked of AWS, and nothing here does`, "variable_needs_aws");
    if (running >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await external.ask(request, signal);
    } catch (error) {
      if (error instanceof ExternalError) throw new SourceError(`${name}: ${error.message}`, "variable_needs_aws");
      throw error;
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };

  return (request) => {
    const name = externalName(request, region);
    const answer = answers.get(name) ?? askNow(request, name);
    answers.set(name, answer);
    return answer;
  };
}
