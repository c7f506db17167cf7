import { useQueryClient } from "@tanstack/react-query";
import { profileSchema, type Profile } from "@windlass/contracts/user";
import { z } from "zod";
import { api } from "../../api/client.js";
import { useFormMutation } from "../../forms/use-form-mutation.js";
import { useZodForm } from "../../forms/use-zod-form.js";
import { profileQuery } from "../../queries/profile.js";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Problem } from "../../ui/problem.js";
import { useToast } from "../../ui/toast.js";

const formSchema = z.object({ githubLogin: z.union([z.literal(""), profileSchema.shape.githubLogin.unwrap()]) });

/** Says who one is on GitHub. */
export function GithubLoginForm({ profile }: { profile: Profile }) {
  const queryClient = useQueryClient();
  const notify = useToast();
  const form = useZodForm(formSchema, { githubLogin: profile.githubLogin ?? "" });
  const { mutation, problem } = useFormMutation({
    form,
    fields: ["githubLogin"],
    send: ({ githubLogin }: z.output<typeof formSchema>) => api.me.updateProfile({ githubLogin: githubLogin === "" ? null : githubLogin }),
    onSuccess: (saved) => {
      queryClient.setQueryData(profileQuery.queryKey, saved);
      form.reset({ githubLogin: saved.githubLogin ?? "" });
      notify({ tone: "good", title: "Saved" });
    },
  });
  const { errors, isDirty } = form.formState;
  return (
    <form className="max-w-xl space-y-5" noValidate onSubmit={(event) => void form.handleSubmit((values) => mutation.mutate(values))(event)}>
      <Field
        label="Your name on GitHub"
        optional
        error={errors.githubLogin?.message}
        hint="What you ask for with /windlass in a comment counts as asked by you. It gives no rights; where a stage wants somebody else to approve, you need to have said it before you approve what was asked for in a comment."
      >
        {(control) => <Input {...control} machine placeholder="octocat" autoComplete="off" {...form.register("githubLogin")} />}
      </Field>
      {problem !== null && <Problem problem={problem} />}
      <Button type="submit" tone="primary" busy={mutation.isPending} disabled={!isDirty}>
        Save
      </Button>
    </form>
  );
}
