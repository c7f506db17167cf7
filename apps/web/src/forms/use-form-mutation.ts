import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { ProblemDocument } from "@windlass/contracts/error";
import { problemOf } from "../api/problem-of.js";
import { fieldErrorsOf } from "./field-errors.js";

type Options<Input extends FieldValues, Output, Result> = {
  form: UseFormReturn<Input, unknown, Output>;
  /** The fields that show their own errors, and the request's paths that belong to fields of another name. */
  fields: readonly Path<Input>[];
  aliases?: Readonly<Record<string, Path<Input>>>;
  send: (values: Output) => Promise<Result>;
  onSuccess: (result: Result, values: Output) => unknown;
};

/**
 * Sends a form. What the server says of a field appears at that field; `problem` is what is left to show above
 * the button.
 */
export function useFormMutation<Input extends FieldValues, Output, Result>({
  form,
  fields,
  aliases,
  send,
  onSuccess,
}: Options<Input, Output, Result>): { mutation: UseMutationResult<Result, Error, Output>; problem: ProblemDocument | null } {
  const [problem, setProblem] = useState<ProblemDocument | null>(null);
  const mutation = useMutation({
    mutationFn: send,
    onMutate: () => setProblem(null),
    onSuccess: async (result, values) => {
      await onSuccess(result, values);
    },
    onError: (error) => {
      const document = problemOf(error);
      const { errors, rest } = fieldErrorsOf(document, fields, aliases);
      for (const { field, message } of errors) {
        const target = fields.find((each) => field === each || field.startsWith(`${each}.`));
        if (target !== undefined) form.setError(target, { type: "server", message });
      }
      setProblem(rest ? document : null);
    },
  });
  return { mutation, problem };
}
