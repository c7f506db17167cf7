import { Agent, createServer, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @typedef {{ action: string, accessKeyId: string, bytes: number, atMs: number }} ProxyCall `action` is an AWS action, or method and path
 * @typedef {object} ProxyOptions
 * @property {number} [delayMs] how much later every answer comes
 * @property {(stackName: string) => number} [stackMs] how long a stack's operation takes to look done
 * @property {(call: ProxyCall) => boolean} [throttles] whether a call is refused with Throttling
 * @property {(stackName: string, doneAtMs: number) => void} [onExecute]
 */

/** A call with this header is the benchmark's own and is not counted, late or refused. */
export const uncounted = { "x-bench-uncounted": "1" };

/**
 * Stands before the emulator: counts what passes and makes it as slow and as grudging as AWS is.
 * @param {string} upstream @param {ProxyOptions} options
 */
export async function startAwsProxy(upstream, { delayMs = 0, stackMs = () => 0, throttles = () => false, onExecute = () => undefined }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  /** @type {ProxyCall[]} */
  const calls = [];
  /** When a stack's operation looks done. @type {Map<string, number>} */
  const doneAt = new Map();
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => outgoing.destroy(error));
  });

  /** @param {import("node:http").IncomingMessage} incoming @param {import("node:http").ServerResponse} outgoing */
  async function answer(incoming, outgoing) {
    const body = await readAll(incoming);
    const call = toCall(incoming, body);
    if (incoming.headers["x-bench-uncounted"] === undefined) {
      calls.push(call);
      if (delayMs > 0) await delay(delayMs);
      if (throttles(call)) return void outgoing.writeHead(400, { "content-type": "text/xml" }).end(throttling);
    }
    const { status, headers, body: answered } = await forward({ agent, url: new URL(incoming.url ?? "/", upstream) }, incoming, body);
    if (call.action === "ExecuteChangeSet") noteExecution(body);
    const hidden = call.action.startsWith("DescribeStack") ? Buffer.from(hideEnds(answered.toString(), doneAt)) : answered;
    delete headers["transfer-encoding"];
    outgoing.writeHead(status, { ...headers, "content-length": String(hidden.length) }).end(incoming.method === "HEAD" ? undefined : hidden);
  }

  /** @param {Buffer} body */
  function noteExecution(body) {
    const named = new URLSearchParams(body.toString()).get("StackName") ?? "";
    const name = /stack\/([^/]+)\//.exec(named)?.[1] ?? named;
    const doneAtMs = Date.now() + stackMs(name);
    doneAt.set(name, doneAtMs);
    onExecute(name, doneAtMs);
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve(undefined));
      }),
  };
}

/** @param {import("node:http").IncomingMessage} incoming @param {Buffer} body @returns {ProxyCall} */
function toCall({ method, url, headers }, body) {
  const isQuery = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const action = isQuery ? (new URLSearchParams(body.toString()).get("Action") ?? "") : `${method} ${(url ?? "").split("?")[0]}`;
  const accessKeyId = /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
  return { action, accessKeyId, bytes: body.length, atMs: Date.now() };
}

/** Takes the end of operations out of an answer that come too early. @param {string} xml @param {Map<string, number>} doneAt */
function hideEnds(xml, doneAt) {
  const isEarly = (/** @type {string} */ part) => {
    const name = /<StackName>([^<]+)<\/StackName>/.exec(part)?.[1];
    return name !== undefined && (doneAt.get(name) ?? 0) > Date.now();
  };
  if (xml.includes("<StackEvents>")) {
    return xml.replaceAll(/<member>.*?<\/member>/gs, (event) =>
      isEarly(event) && /<ResourceType>AWS::CloudFormation::Stack<\/ResourceType>/.test(event) && /<ResourceStatus>\w+_COMPLETE</.test(event) ? "" : event,
    );
  }
  const parts = xml.split(/(?=<StackName>)/);
  return parts.map((part) => (isEarly(part) ? part.replace(/<StackStatus>(\w+)_COMPLETE</, "<StackStatus>$1_IN_PROGRESS<") : part)).join("");
}

const throttling =
  "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>bench</RequestId></ErrorResponse>";

/** @param {AsyncIterable<Buffer>} stream */
async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * @param {{ agent: Agent, url: URL }} to @param {import("node:http").IncomingMessage} incoming @param {Buffer} body
 * @returns {Promise<{ status: number, headers: import("node:http").IncomingHttpHeaders, body: Buffer }>}
 */
function forward({ agent, url }, { method, headers }, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers, "content-length": String(body.length) }, agent }, (answer) => {
      readAll(answer).then((answered) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: answered }), reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
