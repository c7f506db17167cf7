import { resourcesOf, type FakeChange, type FakeStack, type Script } from "./fake-stack.js";

const defaultStepMs = 1;

type Turn = { stack: FakeStack; token: string; script: Script };

/** Writes events one after the other, `stepMs` apart. */
function clock({ stack, token, script }: Turn) {
  let atMs = Date.now();
  const types = new Map([...stack.resources()].map(([logicalId, { type }]) => [logicalId, type]));
  return {
    own: (status: string, reason?: string): void => write({ logicalId: stack.name, status, ...(reason === undefined ? {} : { reason }) }),
    of: (logicalId: string, status: string, more: { reason?: string; type?: string } = {}): void => {
      const type = more.type ?? types.get(logicalId) ?? "AWS::SNS::Topic";
      write({ logicalId, status, type, ...(more.reason === undefined ? {} : { reason: more.reason }) });
    },
  };
  function write(event: { logicalId: string; status: string; type?: string; reason?: string }): void {
    stack.add({ atMs, token, ...event });
    atMs += script.stepMs ?? defaultStepMs;
  }
}

type Changes = Turn & { operation: "CREATE" | "UPDATE"; changes: readonly FakeChange[]; template: string };
type Clock = ReturnType<typeof clock>;

/** A create or an update, as its script says. */
export function playChanges(turn: Changes): void {
  const { script, operation, changes } = turn;
  const time = clock(turn);
  time.own(`${operation}_IN_PROGRESS`, "User Initiated");
  const begun = changes.filter(({ action }) => action !== "Remove");
  for (const { logicalId, action, type } of begun) time.of(logicalId, `${verb(action)}_IN_PROGRESS`, { type });
  for (let n = 0; n < (script.noise ?? 0); n += 1) time.of(begun[n % begun.length]?.logicalId ?? "Noise", `${operation}_IN_PROGRESS`, { type: "AWS::SNS::Topic", reason: `Step ${n}` });
  if (script.refused !== undefined) {
    time.own("UPDATE_ROLLBACK_IN_PROGRESS", script.refused);
    for (const { logicalId, type } of begun) time.of(logicalId, "UPDATE_COMPLETE", { type });
    time.own("UPDATE_ROLLBACK_COMPLETE");
  } else if (script.fail === undefined) succeed(turn, begun, time);
  else fail(turn, begun, time);
}

function succeed({ stack, operation, changes, template }: Changes, begun: readonly FakeChange[], { own, of }: Clock): void {
  for (const { logicalId, action, type } of begun) of(logicalId, `${verb(action)}_COMPLETE`, { type });
  if (operation === "UPDATE") own("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  for (const { logicalId, type } of changes.filter(({ action }) => action === "Remove")) of(logicalId, keeps(stack.template, logicalId) ? "DELETE_SKIPPED" : "DELETE_COMPLETE", { type });
  own(`${operation}_COMPLETE`);
  stack.template = template;
}

function fail({ script, operation, changes }: Changes, begun: readonly FakeChange[], time: Clock): void {
  const failed = script.fail ?? [];
  for (const { logicalId, reason } of failed) time.of(logicalId, `${verb(actionOf(changes, logicalId))}_FAILED`, { reason, ...typeOf(changes, logicalId) });
  const others = begun.filter(({ logicalId }) => !failed.some((one) => one.logicalId === logicalId));
  for (const { logicalId, action, type } of others) time.of(logicalId, `${verb(action)}_FAILED`, { type, reason: `Resource ${action === "Add" ? "creation" : "update"} cancelled` });
  const names = failed.map(({ logicalId }) => logicalId).join(", ");
  if (operation === "CREATE") {
    time.own("ROLLBACK_IN_PROGRESS", `The following resource(s) failed to create: [${names}]. Rollback requested by user.`);
    for (const { logicalId, type } of begun) time.of(logicalId, "DELETE_COMPLETE", { type });
    time.own(script.rollback === "failed" ? "ROLLBACK_FAILED" : "ROLLBACK_COMPLETE");
    return;
  }
  const said = `The following resource(s) failed to update: [${names}]. `;
  time.own("UPDATE_ROLLBACK_IN_PROGRESS", said);
  for (const { logicalId, type } of begun.filter(({ action }) => action === "Modify")) {
    const reason = script.rollback === "failed" ? failed.find((one) => one.logicalId === logicalId)?.reason : undefined;
    time.of(logicalId, reason === undefined ? "UPDATE_COMPLETE" : "UPDATE_FAILED", { type, ...(reason === undefined ? {} : { reason }) });
  }
  if (script.rollback === "failed") {
    time.own("UPDATE_ROLLBACK_FAILED", said);
    return;
  }
  time.own("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  for (const { logicalId, type } of begun.filter(({ action }) => action === "Add")) time.of(logicalId, "DELETE_COMPLETE", { type });
  time.own("UPDATE_ROLLBACK_COMPLETE");
}

function verb(action: FakeChange["action"]): "CREATE" | "UPDATE" | "DELETE" {
  return action === "Add" ? "CREATE" : action === "Modify" ? "UPDATE" : "DELETE";
}

function actionOf(changes: readonly FakeChange[], logicalId: string): FakeChange["action"] {
  return changes.find((change) => change.logicalId === logicalId)?.action ?? "Modify";
}

function typeOf(changes: readonly FakeChange[], logicalId: string): { type?: string } {
  const type = changes.find((change) => change.logicalId === logicalId)?.type;
  return type === undefined ? {} : { type };
}

function keeps(template: string, logicalId: string): boolean {
  return resourcesOf(template).get(logicalId)?.deletionPolicy === "Retain";
}

/** A deletion: what is retained is skipped, what is told to fail stays. */
export function playDeletion(turn: Turn & { retain: readonly string[] }): void {
  const { stack, script, retain } = turn;
  const { own, of } = clock(turn);
  const failed = (script.fail ?? []).filter(({ logicalId }) => !retain.includes(logicalId));
  own("DELETE_IN_PROGRESS", "User Initiated");
  for (const logicalId of stack.live().keys()) {
    if (retain.includes(logicalId) || keeps(stack.template, logicalId)) of(logicalId, "DELETE_SKIPPED");
    else {
      const reason = failed.find((one) => one.logicalId === logicalId)?.reason;
      of(logicalId, "DELETE_IN_PROGRESS");
      of(logicalId, reason === undefined ? "DELETE_COMPLETE" : "DELETE_FAILED", reason === undefined ? {} : { reason });
    }
  }
  const names = failed.map(({ logicalId }) => logicalId).join(", ");
  if (failed.length === 0) own("DELETE_COMPLETE");
  else own("DELETE_FAILED", `The following resource(s) failed to delete: [${names}]. `);
}

/** A roll-back that goes on: what is skipped counts as put back. */
export function playContinuation(turn: Turn & { skip: readonly string[] }): void {
  const { stack, script, skip } = turn;
  const { own, of } = clock(turn);
  const failed = (script.fail ?? []).filter(({ logicalId }) => !skip.includes(logicalId));
  const stuck = [...stack.resources()].filter(([, { status }]) => status === "UPDATE_FAILED").map(([logicalId]) => logicalId);
  own("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
  for (const logicalId of stuck) {
    const reason = failed.find((one) => one.logicalId === logicalId)?.reason;
    of(logicalId, reason === undefined ? "UPDATE_COMPLETE" : "UPDATE_FAILED", reason === undefined ? {} : { reason });
  }
  own(failed.length === 0 ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_FAILED");
}

/** A cancellation: what has not happened yet does not, and the stack goes back. */
export function playCancellation({ stack, token }: Pick<Turn, "stack" | "token">): void {
  const now = Date.now();
  const coming = stack.events.filter(({ atMs }) => atMs > now);
  stack.events.splice(0, stack.events.length, ...stack.events.filter(({ atMs }) => atMs <= now));
  const { own, of } = clock({ stack, token, script: { on: "update" } });
  const open = [...new Set(coming.filter(({ logicalId }) => logicalId !== stack.name).map(({ logicalId }) => logicalId))];
  for (const logicalId of open) of(logicalId, "UPDATE_FAILED", { reason: "Resource update cancelled" });
  own("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
  for (const logicalId of open) of(logicalId, "UPDATE_COMPLETE");
  own("UPDATE_ROLLBACK_COMPLETE");
}
