import { useRouter } from "@tanstack/react-router";
import type { ResolvedConfig, ValueOrigin } from "@windlass/contracts/resolved-config";
import { ArrowRight, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Chip, Mono } from "../../../ui/chip.js";
import { CopyButton } from "../../../ui/copy-button.js";
import { nearestOrigins } from "../config-diff.js";
import { ConfigLink } from "../config-link.js";
import type { ConfigRow } from "../config-rows.js";
import { fileText } from "../origin-text.js";
import { pointerText } from "../pointer.js";
import { placePointer } from "../place-pointer.js";

/** How many resources are named; the others are a link away. */
const mostNamed = 12;

/** Below a row: the way its value came, the resources that were made of it, and its addresses to copy. */
export function RowDetail({ row, config, made }: { row: ConfigRow; config: ResolvedConfig; made: readonly string[] }) {
  const router = useRouter();
  const path = pointerText(row.pointer);
  const inherited = row.origins.length === 0 ? nearestOrigins(config, row.pointer) : [];
  const { href } = router.buildLocation({ to: ".", search: true });
  return (
    <div data-detail role="group" aria-label={`About ${path}`} className="space-y-2.5 border-y border-line bg-sunken/60 px-4 py-3 text-note max-sm:px-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Mono className="min-w-0 font-semibold break-all text-ink">{path}</Mono>
        {row.place !== null && <Mono className="text-ink-faint">{fileText(row.place)}</Mono>}
        <span className="ml-auto flex gap-1.5">
          <CopyButton text={path} what="the path" className="h-6.5">
            Path
          </CopyButton>
          <CopyButton text={`${location.origin}${href}`} what="a link to this line" className="h-6.5">
            Link
          </CopyButton>
          {row.kind === "scalar" && !row.secret && (
            <CopyButton text={row.text} what="the value" className="h-6.5">
              Value
            </CopyButton>
          )}
        </span>
      </div>
      {row.origins.length === 0 && inherited.length === 0 && <p className="text-ink-soft">Written as it is: no variable was resolved here.</p>}
      {row.origins.length > 0 && <Chain origins={row.origins} config={config} />}
      {inherited.length > 0 && (
        <div className="space-y-1.5">
          <p className="text-ink-soft">It is part of what came as a whole:</p>
          <Chain origins={inherited} config={config} />
        </div>
      )}
      {made.length > 0 && <Made ids={made} path={path} />}
    </div>
  );
}

/** Variable → address → file, line or version. */
function Chain({ origins, config }: { origins: readonly ValueOrigin[]; config: ResolvedConfig }) {
  return (
    <ol aria-label="Where the value came from" className="space-y-1.5">
      {origins.map((origin, index) => (
        <li key={index} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Mono className="break-all text-ink">{origin.variable}</Mono>
          <Step>
            <Chip className="bg-surface">
              {origin.secret && <Lock aria-hidden className="size-3!" />}
              {origin.source}
              {origin.secret && " (secret)"}
            </Chip>
          </Step>
          {origin.address !== null && (
            <Step>
              <Mono className="break-all">{origin.address}</Mono>
            </Step>
          )}
          {origin.place !== null && (
            <Step>
              <Place origin={origin} config={config} />
            </Step>
          )}
          {origin.version !== null && <Step>{`version ${origin.version}`}</Step>}
        </li>
      ))}
    </ol>
  );
}

function Step({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      {children}
    </span>
  );
}

/** The place that a value was taken from: a link where the config shows it. */
function Place({ origin: { place }, config }: { origin: ValueOrigin; config: ResolvedConfig }) {
  if (place === null) return null;
  const pointer = placePointer(config, place);
  if (pointer === null) return <Mono className="break-all">{fileText(place)}</Mono>;
  return (
    <ConfigLink change={{ at: pointer, q: undefined }} className="font-mono break-all text-accent underline underline-offset-3">
      {fileText(place)}
    </ConfigLink>
  );
}

function Made({ ids, path }: { ids: readonly string[]; path: string }) {
  return (
    <div>
      <p className="mb-1 text-ink-soft">{ids.length === 1 ? "It made this resource:" : `It made these ${ids.length} resources:`}</p>
      <ul aria-label={`Resources that ${path} made`} className="flex flex-wrap gap-x-3 gap-y-1">
        {ids.slice(0, mostNamed).map((id) => (
          <li key={id} className="min-w-0">
            <ConfigLink change={{ view: "template", at: id, q: undefined }} className="font-mono break-all text-accent underline underline-offset-3">
              {id}
            </ConfigLink>
          </li>
        ))}
        {ids.length > mostNamed && (
          <li>
            <ConfigLink change={{ view: "template", at: undefined, q: undefined, group: "function" }} className="text-accent underline underline-offset-3">
              {`and ${ids.length - mostNamed} more`}
            </ConfigLink>
          </li>
        )}
      </ul>
    </div>
  );
}
