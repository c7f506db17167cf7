import { version } from "./version.mjs";

/** Answers an HTTP request with the deployed version. */
export const handler = async (event) => {
  const name = event.queryStringParameters?.name ?? "world";
  console.log(JSON.stringify({ message: "said hello", name, version }));
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ version, message: `${process.env.GREETING}, ${name}`, stage: process.env.STAGE }),
  };
};
