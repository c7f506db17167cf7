import { useId, type ComponentProps } from "react";
import { Input } from "./input.js";
import { commonRegions } from "./regions.js";

/** A region: typed, with the usual ones offered. */
export function RegionInput(props: ComponentProps<"input">) {
  const id = useId();
  return (
    <>
      <Input machine list={id} autoComplete="off" {...props} />
      <datalist id={id}>
        {commonRegions.map((region) => (
          <option key={region}>{region}</option>
        ))}
      </datalist>
    </>
  );
}
