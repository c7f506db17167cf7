/** A local service that could not be had. `message` says which and why, `hint` what the person can do about it. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly hint: string;

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
