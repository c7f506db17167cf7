export { countChanges } from "@windlass/cloudformation/count-changes";
