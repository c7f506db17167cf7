import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * Prisma's adapter cuts a script at every semicolon, also within strings, comments and function bodies. This one
 * sends the script as it is: Postgres parses it, and runs it as one transaction.
 */
export class ScriptAdapterFactory extends PrismaPg {
  override async connect(): Promise<Adapter> {
    return sendScriptsWhole(await super.connect());
  }

  /** Made from a connection string, Prisma's shadow database would be the very database. */
  override connectToShadowDb(): Promise<Adapter> {
    throw new Error("Migrations are applied without a shadow database.");
  }
}

function sendScriptsWhole(adapter: Adapter): Adapter {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      throw error instanceof pg.DatabaseError ? driverError(error) : error;
    }
  };
  return adapter;
}

function driverError(error: pg.DatabaseError): DriverAdapterError {
  return new DriverAdapterError({
    kind: "postgres",
    code: error.code ?? "XX000",
    severity: error.severity ?? "ERROR",
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}
