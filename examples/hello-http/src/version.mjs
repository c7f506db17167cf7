/** Change it, commit, and deploy again: the endpoint answers with it. */
export const version = "v1";
