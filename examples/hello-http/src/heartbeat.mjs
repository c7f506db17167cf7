import { version } from "./version.mjs";

/** Runs by the clock; its log shows that schedules arrive. */
export const handler = async () => {
  console.log(JSON.stringify({ message: "still here", version }));
};
