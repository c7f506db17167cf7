/** A stage by the names that people use. */
export interface StageAddress {
  service: string;
  stage: string;
}

/** A deployment by the names and the number that people use. */
export interface DeploymentAddress extends StageAddress {
  number: number;
}

/** Asks for one page; `cursor` is the `nextCursor` of the page before. */
export interface PageInput {
  cursor?: string | undefined;
  limit?: number | undefined;
}
