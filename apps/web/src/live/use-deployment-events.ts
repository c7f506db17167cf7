import { use, useSyncExternalStore } from "react";
import { DeploymentHistory, type HistoryView } from "./deployment-history.js";
import { LiveContext } from "./live-context.js";

const emptyView: HistoryView = new DeploymentHistory().view();
const getEmptyView = () => emptyView;
const subscribeToNothing = () => () => undefined;

/** A deployment's history, complete and in order up to `lastSeq`, growing as events arrive over the live socket. */
export function useDeploymentEvents(deploymentId: string): HistoryView {
  const history = use(LiveContext)?.histories.of(deploymentId);
  return useSyncExternalStore(history?.subscribe ?? subscribeToNothing, history?.getView ?? getEmptyView);
}
