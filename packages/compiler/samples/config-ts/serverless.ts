import { hello } from "@functions/hello";
import { name } from "./name";

interface Config {
  service: string;
  [key: string]: unknown;
}
const config: Config = { service: name, provider: { name: "aws" }, functions: { hello } };
module.exports = config;
