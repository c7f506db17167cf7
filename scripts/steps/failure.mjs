/** Something a person can put right: `message` says what went wrong, `hint` what to do. Everything else that is thrown is a defect. */
export class Failure extends Error {
  /** @override */
  name = "Failure";

  /** @param {string} message @param {string} hint @param {unknown} [cause] */
  constructor(message, hint, cause) {
    super(message, { cause });
    this.hint = hint;
  }
}

/**
 * A failure with its hint, whether it is ours or a ServiceError of the local services.
 * @param {unknown} error @returns {error is Error & { hint: string }}
 */
export function hasHint(error) {
  return error instanceof Error && "hint" in error && typeof error.hint === "string";
}
