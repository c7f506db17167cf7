import { WindlassError } from "@windlass/contracts/error";

/** The command line asks for something that cannot be: exit code 2. */
export function usageError(message: string, hint: string): WindlassError {
  return new WindlassError("invalid_request", message, { hint });
}
