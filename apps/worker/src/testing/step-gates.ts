import type { Database } from "@windlass/database/database";
import type { StepName } from "@windlass/contracts/step";

/** Where a worker is stopped: as it writes that a step runs, or as it writes that a step has ended. */
export type GatePoint = { step: StepName; at: "start" | "end" };

export type StepGates = {
  /** Stops whoever comes to this point of a deployment of the service. */
  arm(service: string, point: GatePoint): Promise<void>;
  /** Resolves when so many workers' statements wait at their gates. */
  untilReached(count: number): Promise<void>;
  /**
   * Opens all gates for good. With `commit` the waiting statements are done, whether or not their worker still lives; with
   * `break` their connections are ended and they never were.
   */
  open(how: "commit" | "break"): Promise<void>;
  close(): Promise<void>;
};

const lockClass = 7_400;
const patienceMs = 60_000;

/**
 * Gates inside of the database, by a trigger on `steps`: a worker's write waits there in the middle, which no code of the
 * worker knows of. While it waits, its deployment's row is locked.
 */
export async function openStepGates({ pool }: Database): Promise<StepGates> {
  const holder = await pool.connect();
  await holder.query(setUpSql);
  await holder.query("SELECT pg_advisory_lock($1, 0)", [lockClass]);
  let isShut = true;

  const waiting = async (): Promise<number[]> => {
    const { rows } = await holder.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = ${lockClass}
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows.map(({ pid }) => pid);
  };
  const describe = async (): Promise<string> => {
    const { rows } = await holder.query(
      `SELECT g.step, g.at, d.state, d.error ->> 'message' AS error, (SELECT string_agg(x.name, ' ') FROM steps x WHERE x.deployment_id = d.id AND x.state IN ('pending', 'running')) AS open
       FROM fault_gates g JOIN services v ON v.name = g.service JOIN stages s ON s.service_id = v.id JOIN deployments d ON d.stage_id = s.id`,
    );
    return JSON.stringify(rows);
  };
  const open: StepGates["open"] = async (how) => {
    if (!isShut) return;
    isShut = false;
    await holder.query("DELETE FROM fault_gates");
    if (how === "break") {
      for (const pid of await waiting()) await holder.query("SELECT pg_terminate_backend($1)", [pid]);
    }
    await holder.query("SELECT pg_advisory_unlock($1, 0)", [lockClass]);
  };
  return {
    async arm(service, { step, at }) {
      if (!isShut) await holder.query("SELECT pg_advisory_lock($1, 0)", [lockClass]);
      isShut = true;
      await holder.query("INSERT INTO fault_gates VALUES ($1, $2, $3)", [service, step, at]);
    },
    async untilReached(count) {
      const deadline = Date.now() + patienceMs;
      while ((await waiting()).length < count) {
        if (Date.now() > deadline) throw new Error(`Not all of ${count} gates were reached: ${await describe()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    open,
    async close() {
      await open("commit");
      holder.release();
    },
  };
}

const setUpSql = `
  CREATE TABLE IF NOT EXISTS fault_gates (service text, step text, at text);
  CREATE OR REPLACE FUNCTION fault_gate() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (
      SELECT 1 FROM fault_gates g JOIN services v ON v.name = g.service JOIN stages s ON s.service_id = v.id JOIN deployments d ON d.stage_id = s.id
      WHERE d.id = NEW.deployment_id AND g.step = NEW.name AND g.at = CASE NEW.state WHEN 'running' THEN 'start' ELSE 'end' END
    ) THEN
      PERFORM pg_advisory_xact_lock_shared(${lockClass}, 0);
    END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER fault_gate BEFORE UPDATE OF state ON steps FOR EACH ROW EXECUTE FUNCTION fault_gate()`;
