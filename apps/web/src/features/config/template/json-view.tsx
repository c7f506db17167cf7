import { Fragment } from "react";
import { MatchedText } from "../../../ui/matched-text.js";
import { ConfigLink } from "../config-link.js";
import type { TemplateIndex } from "../template-index.js";
import { jsonTokens, type JsonToken } from "./json-tokens.js";

const inks = { key: "text-accent", text: "text-good", other: "text-run", mark: "text-ink-faint" } as const satisfies Record<JsonToken["kind"], string>;

/** Indented JSON in which every reference to another entry of the template is a link to it. */
export function JsonView({ json, index, needle, label }: { json: string; index: TemplateIndex; needle: string; label: string }) {
  return (
    <pre tabIndex={0} aria-label={label} className="max-h-[min(70svh,56rem)] overflow-auto px-4 py-3 font-mono text-note focus-visible:-outline-offset-2 max-lg:max-h-none">
      {jsonTokens(json, (name) => entryId(index, name)).map((token, position) => (
        <Fragment key={position}>
          {token.target === undefined ? (
            <span className={inks[token.kind]}>
              <MatchedText text={token.text} needle={needle} />
            </span>
          ) : (
            <ConfigLink change={{ at: token.target }} className="text-accent underline underline-offset-3">
              <MatchedText text={token.text} needle={needle} />
            </ConfigLink>
          )}
        </Fragment>
      ))}
    </pre>
  );
}

function entryId(index: TemplateIndex, name: string): string | undefined {
  return [name, `Parameters.${name}`].find((id) => index.byId.has(id));
}
