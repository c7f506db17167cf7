/** Where the bucket keeps a release's template: by its hash, so that an object that is there is the right one. */
export function templateObjectKey(release: { service: string; stage: string; templateHash: string }): string {
  return `services/${release.service}/${release.stage}/templates/${release.templateHash}.json`;
}
