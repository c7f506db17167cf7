import { migrate } from "./migrate.js";

const url = process.env["DATABASE_URL"];
if (url === undefined) {
  process.stderr.write("DATABASE_URL is not set.\n");
  process.exitCode = 2;
} else {
  const { applied } = await migrate({ url });
  // The engine leaves the 10 s timer of its lock behind, which would keep the process.
  process.stdout.write(`${JSON.stringify({ applied })}\n`, () => process.exit());
}
