import { describe, expect, it } from "vitest";
import { decideCompose, type KnownService } from "./decide-compose.js";
import { parseCompose } from "./parse-compose.js";

const file = `
services:
  service-a:
    path: ./services/a/
  service-b:
    path: services/b
    config: serverless.api.yml
    params:
      queueUrl: \${service-a.queueUrl}
      replicas: 3
      region: \${env:REGION}
  service-c:
    path: services/c
    dependsOn: service-b
  service-d:
    path: .
    dependsOn: [service-a, service-c]
`;
const decide = (text: string, rest: { known?: KnownService[]; taken?: string[] } = {}) =>
  decideCompose(parseCompose(text), { known: rest.known ?? [], taken: new Set(rest.taken), repositoryName: "shop" });

describe("a compose file", () => {
  it("becomes services with folders, dependencies, inputs and waves; what cannot be taken over is said", () => {
    const plan = decide(file);
    expect(plan.problems).toEqual([]);
    expect(plan.services.map(({ name, action, rootDirectory, configFile, dependsOn, inputs, wave }) => [name, action, rootDirectory, configFile, dependsOn, inputs, wave])).toEqual([
      ["service-a", "create", "services/a", null, [], {}, 1],
      ["service-b", "create", "services/b", "serverless.api.yml", [], { queueUrl: "${service-a.queueUrl}", replicas: "3" }, 2],
      ["service-c", "create", "services/c", null, ["service-b"], {}, 3],
      ["service-d", "create", "", null, ["service-a", "service-c"], {}, 4],
    ]);
    expect(plan.services[1]?.leftOut).toEqual([{ param: "region", reason: expect.stringContaining("parameter region of their own") }]);
  });

  it("finds services by their folders, takes over their names, and says what differs", () => {
    const known: KnownService[] = [
      { name: "queue", rootDirectory: "services/a", configFile: null, dependsOn: [], inputs: { own: "kept" } },
      { name: "service-c", rootDirectory: "old/c", configFile: null, dependsOn: ["queue"], inputs: {} },
      { name: "other", rootDirectory: "services/other", configFile: null, dependsOn: [], inputs: {} },
    ];
    const plan = decide(file, { known, taken: ["service-b"] });
    expect(plan.services.map(({ name, action, changes }) => [name, action, changes])).toEqual([
      ["queue", "same", []],
      ["shop-service-b", "create", []],
      ["service-c", "change", ["directory services/c, was old/c", "depends on shop-service-b, was queue"]],
      ["service-d", "create", []],
    ]);
    expect(plan.services[0]?.inputs).toEqual({ own: "kept" });
    expect(plan.services[1]?.inputs["queueUrl"]).toBe("${queue.queueUrl}");
    expect(plan.others).toEqual(["other"]);
    expect(decide(file, { known: plan.services }).services.every(({ action }) => action === "same")).toBe(true);
  });

  it.each([
    ["services: { a: { path: ../../etc } }", "not inside of the repository"],
    ["services: { a: { path: a, config: ../x.yml } }", "not inside of its folder"],
    ["services: { '$(reboot)': { path: a } }", "no name of a service"],
    ["services: { a: { path: a, dependsOn: b } }", "depends on b, which the file does not name"],
    ["services: { a: { path: a, params: { x: '${b.X}' } } }", "depends on b, which"],
    ["services: { a: { path: a, dependsOn: b }, b: { path: b, params: { x: '${a.X}' } } }", "a → b → a"],
  ])("is refused where it says %s", (text, problem) => {
    expect(decide(text).problems.join(" ")).toContain(problem);
  });

  it.each([
    ["services: [", "compose file"],
    ["service: hello", "services"],
    ["services: { a: { dependsOn: b } }", "services.a.path"],
    [`a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nservices: { a: { path: [*c,*c,*c,*c,*c,*c,*c,*c] } }`, "alias"],
  ])("that is none is refused: %s", (text, message) => {
    expect(() => parseCompose(text)).toThrow(expect.objectContaining({ code: "config_invalid", message: expect.stringMatching(new RegExp(message, "i")) }));
  });
});
