/** A repository whose forge is told something. */
export type ReportRepository = {
  id: string;
  url: string;
  /** As it is stored: `github`, `gitlab`, and others. */
  provider: string;
  fullName: string | null;
};
