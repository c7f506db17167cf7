export const name: string = "sample-ts";
