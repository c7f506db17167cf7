import { smokeRequestSchema } from "@windlass/contracts/stage-settings";
import { Trash2 } from "lucide-react";
import { Button } from "../../../ui/button.js";
import { Input } from "../../../ui/input.js";
import { Select } from "../../../ui/select.js";
import type { GuardFormHandle } from "./guard-values.js";

/** One request, and how it must be answered. */
export function SmokeRow({ form, index, onRemove }: { form: GuardFormHandle; index: number; onRemove: () => void }) {
  const errors = form.formState.errors.smoke?.[index];
  const error = errors?.path?.message ?? errors?.status?.message ?? errors?.body?.message;
  const errorId = `smoke-${index}-error`;
  const control = (field: "path" | "status" | "body") => ({
    "aria-invalid": errors?.[field] === undefined ? undefined : (true as const),
    "aria-describedby": errors?.[field] === undefined ? undefined : errorId,
    ...form.register(`smoke.${index}.${field}`),
  });
  const nth = index + 1;
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)] gap-2 md:grid-cols-[7rem_minmax(0,2fr)_5rem_minmax(0,1.3fr)_auto] md:items-center">
      <Select aria-label={`Method of request ${nth}`} {...form.register(`smoke.${index}.method`)}>
        {smokeRequestSchema.shape.method.unwrap().options.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </Select>
      <Input machine aria-label={`Path or URL of request ${nth}`} placeholder="/health" {...control("path")} />
      <Input machine aria-label={`Wanted status of request ${nth}`} inputMode="numeric" placeholder="200" {...control("status")} />
      <Input machine aria-label={`Pattern of the body of request ${nth}`} placeholder="body matches (optional)" {...control("body")} />
      <Button tone="quiet" size="icon" aria-label={`Remove request ${nth}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
      {error !== undefined && (
        <p id={errorId} className="col-span-full text-note font-medium text-bad">
          {error}
        </p>
      )}
    </li>
  );
}
