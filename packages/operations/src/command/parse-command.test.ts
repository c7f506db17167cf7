import { describe, expect, it } from "vitest";
import { findCommandStage, type CommandStage } from "./command-stage.js";
import { parseCommand } from "./parse-command.js";

const prod = { service: null, stage: "prod" };

describe("a command", () => {
  it.each([
    ["/windlass", { name: "help" }],
    ["/windlass help", { name: "help" }],
    ["/Windlass  PREVIEW ", { name: "preview" }],
    ["/windlass deploy prod", { name: "deploy", target: prod }],
    ["Looks good.\r\n\r\n/windlass deploy orders/prod\r\nThanks!", { name: "deploy", target: { service: "orders", stage: "prod" } }],
    ["/windlass rollback", { name: "rollback", target: null, to: null }],
    ["/windlass rollback prod", { name: "rollback", target: prod, to: null }],
    ["/windlass rollback prod #41", { name: "rollback", target: prod, to: 41 }],
    ["/windlass rollback prod 41", { name: "rollback", target: prod, to: 41 }],
  ])("%j", (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  it.each([
    "",
    "please /windlass deploy prod",
    " /windlass deploy prod",
    "/windlassdeploy prod",
    "/windlasś deploy prod",
    "> /windlass deploy prod",
    "```\n/windlass deploy prod\n```",
    "~~~~ sh\n/windlass deploy prod\n~~~\n/windlass deploy prod\n~~~~",
    "````\n```\n/windlass deploy prod\n```\n````",
    "```\n/windlass deploy prod",
    "<!--\n/windlass deploy prod\n-->",
    "text <!-- a --> <!-- b\n/windlass deploy prod",
    "\u200b/windlass deploy prod",
  ])("none in %j", (body) => {
    expect(parseCommand(body)).toBeNull();
  });

  it.each([
    "/windlass deploy",
    "/windlass deploy prod now",
    "/windlass deploy $(reboot)",
    "/windlass deploy --ref=evil",
    "/windlass deploy ../../prod",
    "/windlass deploy orders/prod/x",
    "/windlass deploy prоd",
    "/windlass deploy prod\u0000",
    "/windlass rollback prod -1",
    "/windlass rollback prod 99999999999",
    "/windlass rollback prod 1 2",
    "/windlass approve prod",
    "/windlass __proto__",
    `/windlass deploy ${"x".repeat(400)}`,
    "/windlass deploy dev\n/windlass deploy prod",
  ])("not understood: %j", (body) => {
    expect(parseCommand(body)).toEqual({ name: "unknown", problem: expect.any(String) });
  });

  it("is read out of the longest and the strangest texts at once", () => {
    const began = performance.now();
    for (const part of ["<!--", "-->", "```\n", "/windlass deploy ", "\n", " ", "~~~~\n", "> "]) parseCommand(part.repeat(400_000 / part.length));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("the stage that is meant", () => {
  const stage = (service: string, name: string): CommandStage => ({ id: `${service}${name}`, service, stage: name, commands: "write" });
  const stages = [stage("orders", "dev"), stage("orders", "prod"), stage("payments", "prod")];

  it("is one, or none and why", () => {
    expect(findCommandStage(stages, { service: null, stage: "dev" })).toEqual({ ok: true, stage: stages[0] });
    expect(findCommandStage(stages, { service: "payments", stage: "prod" })).toEqual({ ok: true, stage: stages[2] });
    expect(findCommandStage(stages, prod)).toEqual({ ok: false, message: "Say which: orders/prod, payments/prod." });
    expect(findCommandStage(stages, { service: null, stage: "qa" })).toEqual({ ok: false, message: "There is no stage qa. There is orders/dev, orders/prod, payments/prod." });
    expect(findCommandStage(stages, null)).toMatchObject({ ok: false, message: expect.stringContaining("Say which") });
    expect(findCommandStage([stage("orders", "dev")], null)).toMatchObject({ ok: true });
    expect(findCommandStage([], null)).toEqual({ ok: false, message: "No service of this repository has a stage." });
  });
});
