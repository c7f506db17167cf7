/** One event of a stack, which happens at a time of its own. */
export type FakeEvent = { atMs: number; logicalId: string; type: string; physicalId: string; status: string; reason?: string; token?: string };

/** What CloudFormation is told to do with the next operation of a kind; all goes well where a stack has no script for it. */
export type Script = {
  on: "create" | "update" | "delete" | "continue";
  /** The resources that fail, in order: the first is the cause, the others are cancelled because of it unless they have a reason. */
  fail?: { logicalId: string; reason: string }[];
  /** The stack itself turns round, though no resource failed: an export is in use, a time-out. */
  refused?: string;
  /** A failed update cannot be put back. */
  rollback?: "failed";
  /** Time between two events; next to nothing when left out. */
  stepMs?: number;
  /** So many further events of the first resource, for long histories. */
  noise?: number;
};

export type FakeResource = { type: string; properties: string; deletionPolicy: string | null };
export type FakeChange = { logicalId: string; type: string; action: "Add" | "Modify" | "Remove" };
export type FakeChangeSet = {
  id: string;
  name: string;
  clientToken: string;
  type: "CREATE" | "UPDATE";
  template: string;
  changes: FakeChange[];
  executed: boolean;
};

/** A stack that is its events: what it looks like at a time follows from those that have happened by then. */
export class FakeStack {
  readonly id: string;
  readonly createdAtMs: number;
  readonly events: FakeEvent[] = [];
  readonly changeSets = new Map<string, FakeChangeSet>();
  readonly script: Script[] = [];
  /** Tokens of operations that were begun. */
  readonly tokens = new Set<string>();
  template = "{}";

  constructor(
    readonly name: string,
    readonly order: number,
    createdAtMs = Date.now(),
  ) {
    this.createdAtMs = createdAtMs;
    this.id = `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/00000000-0000-0000-0000-${String(order).padStart(12, "0")}`;
  }

  happened(atMs = Date.now()): FakeEvent[] {
    return this.events.filter((event) => event.atMs <= atMs);
  }

  status(atMs = Date.now()): string {
    return this.happened(atMs).findLast(isOwn)?.status ?? "REVIEW_IN_PROGRESS";
  }

  statusReason(): string | undefined {
    return this.happened().findLast(isOwn)?.reason;
  }

  /** The last event of each resource that is or was in the stack. */
  resources(): Map<string, FakeEvent> {
    const last = new Map<string, FakeEvent>();
    for (const event of this.happened()) if (!isOwn(event)) last.set(event.logicalId, event);
    return last;
  }

  /** The resources that are there. */
  live(): Map<string, FakeEvent> {
    return new Map([...this.resources()].filter(([, { status }]) => status !== "DELETE_COMPLETE" && status !== "DELETE_SKIPPED" && status !== "CREATE_FAILED"));
  }

  /** The next script for an operation, once. */
  take(on: Script["on"]): Script {
    const index = this.script.findIndex((script) => script.on === on);
    return index < 0 ? { on } : (this.script.splice(index, 1)[0] ?? { on });
  }

  add(event: Omit<FakeEvent, "physicalId" | "type"> & Partial<FakeEvent>): void {
    const own = event.type === undefined;
    this.events.push({ type: "AWS::CloudFormation::Stack", physicalId: own ? this.id : `${this.name}-${event.logicalId.toLowerCase()}`, ...event });
  }
}

function isOwn({ type, logicalId, physicalId }: FakeEvent): boolean {
  return type === "AWS::CloudFormation::Stack" && physicalId.includes(`:stack/${logicalId}/`);
}

/** The resources of a template, with their properties as one text to compare. */
export function resourcesOf(template: string): Map<string, FakeResource> {
  const parsed: unknown = JSON.parse(template);
  const resources = field(parsed, "Resources");
  return new Map(
    Object.entries(typeof resources === "object" && resources !== null ? resources : {}).map(([logicalId, resource]) => [
      logicalId,
      {
        type: String(field(resource, "Type")),
        properties: JSON.stringify([field(resource, "Properties"), field(resource, "Metadata")]),
        deletionPolicy: typeof field(resource, "DeletionPolicy") === "string" ? String(field(resource, "DeletionPolicy")) : null,
      },
    ]),
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
