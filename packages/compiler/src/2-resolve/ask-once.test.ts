import { describe, expect, it } from "vitest";
import { compile } from "../compile.js";
import type { CompileInput, CompileResult } from "../compile-input.js";
import { ExternalError, externalName, type ExternalAnswer, type ExternalRequest, type ExternalValues } from "../external-values.js";
import { memoryFiles } from "../testing/memory-files.js";

function compileText(yaml: string, input: Partial<CompileInput> = {}): Promise<CompileResult> {
  const files = memoryFiles({ "serverless.yml": yaml, "a.js": "" });
  return compile({ files, stage: "dev", region: "us-east-1", missingHandlers: "warning", ...input });
}

/** Answers from a list, after a moment, and keeps what was asked and how many questions were open at once. */
function answering(answers: Record<string, ExternalAnswer>): ExternalValues & { asked: string[]; mostAtOnce: number } {
  let open = 0;
  return {
    asked: [],
    mostAtOnce: 0,
    async ask(request: ExternalRequest) {
      const name = externalName(request, "us-east-1");
      this.asked.push(name);
      this.mostAtOnce = Math.max(this.mostAtOnce, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return answers[name] ?? null;
    },
  };
}

const service = (environment: Record<string, string>, custom: Record<string, string> = {}): string =>
  JSON.stringify({ service: "asks", custom, provider: { name: "aws", environment }, functions: { a: { handler: "a.b" } } });

describe("what only AWS knows", () => {
  it("is asked once for each question, side by side", async () => {
    const external = answering({ "ssm:/a": { value: "one" }, "ssm(eu-west-1):/a": { value: "two" }, "cf:net.Vpc": { value: "vpc" }, "s3:b/k": { value: "text" }, "aws:accountId": { value: "1" } });
    const environment = {
      A: "${ssm:/a}", B: "${self:custom.a}", C: "${ssm(us-east-1):/a}", D: "${ssm(eu-west-1):/a}", E: "${cf:net.Vpc}", F: "${cf(us-east-1):net.Vpc}",
      G: "${cf.us-east-1:net.Vpc}", H: "${s3:b/k}", I: "${aws:accountId}", J: "${ssm:/none, 'fallback'}",
    };
    const result = await compileText(service(environment, { a: "${ssm:/a}" }), { external });
    expect(result.ok && result.template.Resources["ALambdaFunction"]?.Properties?.["Environment"]).toEqual({
      Variables: { A: "one", B: "one", C: "one", D: "two", E: "vpc", F: "vpc", G: "vpc", H: "text", I: "1", J: "fallback" },
    });
    expect(external.asked.sort()).toEqual(["aws:accountId", "cf:net.Vpc", "s3:b/k", "ssm(eu-west-1):/a", "ssm:/a", "ssm:/none"]);
    expect(external.mostAtOnce).toBe(6);
  });

  it("is asked some at a time, however much there is", async () => {
    const external = answering({});
    const environment = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`V${index}`, `\${ssm:/${index}, 'none'}`]));
    expect((await compileText(service(environment), { external })).ok).toBe(true);
    expect(external.asked).toHaveLength(100);
    expect(external.mostAtOnce).toBe(8);
  });

  it("is listed as a whole when nobody answers: one error for each question, at its first place", async () => {
    const environment = { A: "${ssm:/a}-${cf:net.Vpc}", B: "${self:custom.later}", C: "${ssm:/a}", D: "${aws:accountId}", E: "${ssm:/b, 'fallback'}" };
    const result = await compileText(service(environment, { later: "${s3:b/k}" }));
    if (result.ok) throw new Error("It compiled.");
    expect(result.diagnostics.map(({ code }) => code)).toEqual(Array(5).fill("variable_needs_aws"));
    expect(result.diagnostics.map(({ message, place }) => `${message.split(" ")[0]} ${place?.property}`).sort()).toEqual([
      "aws:accountId provider.environment.D",
      "cf:net.Vpc provider.environment.A",
      "s3:b/k custom.later",
      "ssm:/a provider.environment.A",
      "ssm:/b provider.environment.E",
    ]);
  });

  it("says why a question could not be asked, and does not hide a defect", async () => {
    const failing = (error: Error): ExternalValues => ({ ask: () => Promise.reject(error) });
    const refused = await compileText(service({ A: "${ssm:/a}", B: "${ssm:/a}" }), { external: failing(new ExternalError("no credentials")) });
    expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: "variable_needs_aws", message: "ssm:/a: no credentials" }] });
    await expect(compileText(service({ A: "${ssm:/a}" }), { external: failing(new TypeError("a defect")) })).rejects.toThrow("a defect");
  });

  it("is parsed by the parameter's type", async () => {
    const external = answering({
      "ssm:/list": { value: "a,b", type: "StringList" },
      "ssm:/json": { value: '{"k":"v"}', type: "SecureString" },
      "ssm:/text": { value: '{"k":"v"}', type: "String" },
      "ssm(noDecrypt):/json": { value: "cipher", type: "SecureString" },
    });
    const environment = { A: "${self:custom.list.1}", B: "${self:custom.json.k}", C: "${ssm:/text}", D: "${ssm(raw):/list}", E: "${ssm(raw):/json}", F: "${ssm(noDecrypt):/json}" };
    const result = await compileText(service(environment, { list: "${ssm:/list}", json: "${ssm:/json}" }), { external });
    expect(result.ok && result.template.Resources["ALambdaFunction"]?.Properties?.["Environment"]).toEqual({
      Variables: { A: "b", B: "v", C: '{"k":"v"}', D: "a,b", E: '{"k":"v"}', F: "cipher" },
    });
  });
});
