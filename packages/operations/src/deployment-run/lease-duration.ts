/** How long a lease lasts without being renewed, by the database's clock. */
export const leaseDurationMs = 10_000;

/** After so many takeovers without the step having ended in which the workers were lost, the deployment itself is held to crash its workers. */
export const maxTakeovers = 3;
