import { previewStates, previewStateSchema } from "@windlass/contracts/preview";
import type { Service } from "@windlass/contracts/service";
import { Field } from "../../ui/field.js";
import { Select } from "../../ui/select.js";
import { previewStateLook } from "./preview-look.js";
import type { PreviewSearch } from "./preview-search.js";

type Props = { search: PreviewSearch; services: readonly Service[]; onChange: (search: PreviewSearch) => void };

/** Narrows the list of previews by service and state. */
export function PreviewFilters({ search, services, onChange }: Props) {
  return (
    <form role="search" aria-label="Previews" className="mb-4 grid gap-3 sm:grid-cols-[16rem_13rem]" onSubmit={(event) => event.preventDefault()}>
      <Field label="Service">
        {(control) => (
          <Select {...control} value={search.service ?? ""} onChange={(event) => onChange({ ...search, service: event.target.value === "" ? undefined : event.target.value })}>
            <option value="">all</option>
            {services.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="State">
        {(control) => (
          <Select {...control} value={search.state ?? ""} onChange={(event) => onChange({ ...search, state: previewStateSchema.safeParse(event.target.value).data })}>
            <option value="">all but removed</option>
            {previewStates.map((state) => (
              <option key={state} value={state}>
                {previewStateLook[state].label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </form>
  );
}
