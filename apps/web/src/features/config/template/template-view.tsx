import { useMemo, useState } from "react";
import { cn } from "../../../ui/cn.js";
import { VirtualTree } from "../../../ui/virtual-tree.js";
import { ConfigSearchBox } from "../config-search-box.js";
import { templateGroupings, type ConfigSearch, type TemplateGrouping } from "../config-search.js";
import { SegmentLink } from "../segment-link.js";
import { groupEntries, searchEntries, type TemplateIndex } from "../template-index.js";
import { useConfigNavigate } from "../use-config-navigate.js";
import { useQueryText } from "../use-query-text.js";
import { EntryDetail } from "./entry-detail.js";
import { TemplateRow, type TemplateTreeRow } from "./template-row.js";

const groupingNames = { type: "By type", function: "By function" } as const satisfies Record<TemplateGrouping, string>;
const noGroups: ReadonlySet<string> = new Set();

/** The template as a tree, and beside it what is selected in it. On phones one of the two is shown. */
export function TemplateView({ index, search }: { index: TemplateIndex; search: ConfigSearch }) {
  const navigate = useConfigNavigate();
  const { group: grouping = "type", at } = search;
  const query = useQueryText(search.q);
  const found = useMemo(() => searchEntries(index.entries, query.deferred), [index, query.deferred]);
  const groups = useMemo(() => groupEntries(found, grouping), [found, grouping]);
  const [collapsed, setCollapsed] = useState(noGroups);
  const searching = query.deferred !== "";
  const entry = at === undefined ? undefined : index.byId.get(at);
  const rows = useMemo(
    () =>
      groups.flatMap<TemplateTreeRow>(({ title, entries }) => {
        const open = searching || !collapsed.has(title);
        return [{ kind: "group", title, count: entries.length, open }, ...(open ? entries.map((each) => ({ kind: "entry" as const, entry: each })) : [])];
      }),
    [groups, collapsed, searching],
  );
  const toggle = (title: string) => setCollapsed((before) => new Set(before.has(title) ? [...before].filter((each) => each !== title) : [...before, title]));
  const open = (position: number) => {
    const row = rows[position];
    if (row?.kind === "group") toggle(row.title);
    else if (row !== undefined) navigate({ at: row.entry.id });
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(17rem,25rem)_minmax(0,1fr)]">
      <section aria-label="Template" className={cn("min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-raised", entry !== undefined && "max-lg:hidden")}>
        <div className="grid gap-2 border-b border-line p-2">
          <ConfigSearchBox label="Search by id, type or property" query={query.text} status={`${found.length} of ${index.entries.length}`} onQuery={query.change} />
          <GroupingPicker grouping={grouping} />
        </div>
        {rows.length === 0 && <p className="px-4 py-8 text-center text-ink-soft">{searching ? `Nothing in the template has “${query.text.trim()}”.` : "The template is empty."}</p>}
        <VirtualTree
          label="Template"
          className="max-h-[min(70svh,56rem)] py-1.5"
          count={rows.length}
          rowHeightPx={30}
          rowOf={(position) => {
            const row = rows[position];
            if (row?.kind === "group") return { key: `group ${row.title}`, level: 1, expanded: row.open, selected: false };
            return { key: row?.entry.id ?? "", level: 2, selected: row?.entry.id === at };
          }}
          renderRow={(position) => {
            const row = rows[position];
            return row && <TemplateRow row={row} showType={grouping === "function"} selected={row.kind === "entry" && row.entry.id === at} needle={query.deferred.toLowerCase()} />;
          }}
          onToggle={open}
          onOpen={open}
          target={{ request: at ?? null, index: rows.findIndex((row) => row.kind === "entry" && row.entry.id === at) }}
        />
      </section>
      {entry === undefined ? (
        <p className="rounded-lg border border-dashed border-line-strong/45 px-6 py-8 text-ink-soft max-lg:hidden">
          {at === undefined ? "Select a resource to see what it is, which line made it, and what refers to it." : `This release has no ${at}.`}
        </p>
      ) : (
        <EntryDetail key={entry.id} entry={entry} index={index} needle={query.deferred.toLowerCase()} />
      )}
    </div>
  );
}

function GroupingPicker({ grouping }: { grouping: TemplateGrouping }) {
  return (
    <nav aria-label="Group" className="flex rounded-md bg-sunken p-0.5">
      {templateGroupings.map((each) => (
        <SegmentLink key={each} change={{ group: each }} replace current={each === grouping}>
          {groupingNames[each]}
        </SegmentLink>
      ))}
    </nav>
  );
}
