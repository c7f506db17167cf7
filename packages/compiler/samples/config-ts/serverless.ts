import { name } from "./name";

interface Config {
  service: string;
  [key: string]: unknown;
}
const config: Config = { service: name, provider: { name: "aws" }, functions: { hello: { handler: "src/index.handler" } } };
module.exports = config;
