import { isDeepStrictEqual } from "node:util";

/**
 * What differs between the template of Windlass and that of the peer, beside what each run names anew: the peer's
 * artifact keys carry the time, as do the logical ids of REST deployments, and a version's logical id the hash of the zip.
 * @param {{ Resources: Record<string, object> }} ours @param {{ Resources: Record<string, object> }} theirs
 * @returns {string[]} empty when they are equal
 */
export function differences(ours, theirs) {
  const [mine, other] = [normalise(ours.Resources), normalise(theirs.Resources)];
  const ids = new Set([...Object.keys(mine), ...Object.keys(other)]);
  return [...ids].flatMap((id) => {
    if (!(id in mine)) return [`${id} is missing`];
    if (!(id in other)) return [`${id} is not in the peer's template`];
    return isDeepStrictEqual(mine[id], other[id]) ? [] : [`${id} differs: ${JSON.stringify(mine[id])} / ${JSON.stringify(other[id])}`];
  });
}

/** @param {object} resources @returns {Record<string, unknown>} */
function normalise(resources) {
  const text = JSON.stringify(resources, (key, value) => (key === "S3Key" || key === "CodeSha256" ? "*" : value));
  return JSON.parse(text.replaceAll(/LambdaVersion[A-Za-z0-9]{20,}/g, "LambdaVersion").replaceAll(/ApiGatewayDeployment\d{13}/g, "ApiGatewayDeployment"));
}
