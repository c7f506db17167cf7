import type fc from "fast-check";
import { admit } from "./admit.js";
import { advance } from "./advance.js";
import { approve } from "./approve.js";
import { cancel } from "./cancel.js";
import { crash } from "./crash.js";
import type { Action } from "./model.js";
import { plan } from "./plan.js";
import { push } from "./push.js";
import { reject } from "./reject.js";
import { release } from "./release.js";
import { request } from "./request.js";
import { supersede } from "./supersede.js";
import { takeOver } from "./take-over.js";
import { take } from "./take.js";
import { walk } from "./walk.js";
import { write } from "./write.js";

/** All that can happen to deployments. What is named twice happens more often. */
export const actions: fc.Arbitrary<Action>[] = [
  request, push, push, push, take, take, admit, admit, admit, advance, advance, advance, advance, advance, advance, plan, plan, approve, approve, approve, reject, crash, walk, walk, takeOver, takeOver, takeOver, cancel, cancel, supersede, supersede, write, write, write, release,
];
