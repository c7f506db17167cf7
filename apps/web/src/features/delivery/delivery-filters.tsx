import { deliveryReasons, deliveryReasonSchema } from "@windlass/contracts/delivery";
import { Button } from "../../ui/button.js";
import { Field } from "../../ui/field.js";
import { Input } from "../../ui/input.js";
import { Select } from "../../ui/select.js";
import { deliveryReasonLook } from "./delivery-reason.js";
import type { DeliverySearch } from "./delivery-search.js";

type Props = { search: DeliverySearch; repositories: readonly string[]; onChange: (search: DeliverySearch) => void };

/** Narrows the list of deliveries by event, repository and outcome. */
export function DeliveryFilters({ search, repositories, onChange }: Props) {
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <form
      role="search"
      aria-label="Deliveries"
      className="mb-4 grid items-end gap-3 sm:grid-cols-[10rem_minmax(0,1fr)_13rem_auto_auto]"
      key={JSON.stringify(search)}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(searchOf(new FormData(event.currentTarget)));
      }}
    >
      <Field label="Event">{(control) => <Input {...control} machine name="event" defaultValue={search.event ?? ""} placeholder="push" />}</Field>
      <Field label="Repository">
        {(control) => (
          <>
            <Input {...control} machine name="repository" list="delivery-repositories" defaultValue={search.repository ?? ""} placeholder="owner/name" />
            <datalist id="delivery-repositories">
              {repositories.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Outcome">
        {(control) => (
          <Select {...control} name="reason" defaultValue={search.reason ?? ""}>
            <option value="">any</option>
            {deliveryReasons.map((reason) => (
              <option key={reason} value={reason}>
                {deliveryReasonLook[reason].label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">Filter</Button>
      {isNarrowed && (
        <Button tone="quiet" onClick={() => onChange({})}>
          Show all
        </Button>
      )}
    </form>
  );
}

function searchOf(data: FormData): DeliverySearch {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  return { event: text("event"), repository: text("repository"), reason: deliveryReasonSchema.safeParse(data.get("reason")).data };
}
