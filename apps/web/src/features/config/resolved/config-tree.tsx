import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../../ui/button.js";
import { VirtualTree } from "../../../ui/virtual-tree.js";
import { configRows, type ConfigRow } from "../config-rows.js";
import { ConfigSearchBox } from "../config-search-box.js";
import type { ConfigSearch } from "../config-search.js";
import { ancestorsOf } from "../pointer.js";
import type { TemplateIndex } from "../template-index.js";
import { useConfigNavigate } from "../use-config-navigate.js";
import { useQueryText } from "../use-query-text.js";
import { rowOfPointer, searchRows, uncollapsedRows } from "../visible-rows.js";
import { ConfigTreeRow } from "./config-tree-row.js";
import { RowDetail } from "./row-detail.js";

interface ConfigTreeProps {
  config: ResolvedConfig;
  index: TemplateIndex;
  search: ConfigSearch;
  /** The pointer of what is selected. */
  selected: string | null;
}

const rowHeightPx = 26;
const noRows: ReadonlySet<string> = new Set();

/** The config as a tree: search, collapse, select. What is selected is in the address. */
export function ConfigTree({ config, index, search, selected }: ConfigTreeProps) {
  const navigate = useConfigNavigate();
  const rows = useMemo(() => configRows(config), [config]);
  const query = useQueryText(search.q);
  const [collapsed, setCollapsed] = useState(noRows);
  const found = useMemo(() => searchRows(rows, query.deferred), [rows, query.deferred]);
  const searching = query.deferred !== "";
  const shown = useMemo(
    () => (searching ? found.shown : uncollapsedRows(rows, collapsed, selected)),
    [searching, found, rows, collapsed, selected],
  );
  const selectedRow = useMemo(() => (selected === null ? -1 : rowOfPointer(rows, selected)), [rows, selected]);
  const gutter = useMemo(() => String(rows.reduce((most, { place }) => Math.max(most, place?.line ?? 0), 0)).length, [rows]);
  const rowAt = (position: number) => rows[shown[position] ?? -1];
  const isOpen = (row: ConfigRow) => searching || !collapsed.has(row.pointer) || selected?.startsWith(`${row.pointer}/`) === true;
  const toggle = (position: number) => {
    const row = rowAt(position);
    if (row === undefined || searching) return;
    const open = isOpen(row);
    const above = new Set(selected === null ? [] : ancestorsOf(selected));
    // What stood open only because of what is selected below it stays as it is shown.
    const next = new Set([...collapsed].filter((pointer) => !above.has(pointer)));
    if (open) next.add(row.pointer);
    else next.delete(row.pointer);
    setCollapsed(next);
    if (open && selected?.startsWith(`${row.pointer}/`) === true) navigate({ at: undefined });
  };
  const open = (position: number) => {
    const row = rowAt(position);
    if (row !== undefined && row.kind !== "line") navigate({ at: shown[position] === selectedRow ? undefined : row.pointer });
  };
  const foldable = () => new Set(rows.filter((row, position) => row.end > position + 1).map(({ pointer }) => pointer));
  return (
    <section aria-label="Resolved config" className="overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <ConfigSearchBox label="Search the config" query={query.text} status={matchText(found.matches)} onQuery={query.change} />
        <div className="flex items-center gap-1">
          <Button tone="quiet" size="small" disabled={searching} onClick={() => setCollapsed(noRows)} aria-label="Expand all" title="Expand all">
            <ChevronsUpDown aria-hidden />
            <span className="max-lg:hidden">Expand all</span>
          </Button>
          <Button
            tone="quiet"
            size="small"
            disabled={searching}
            aria-label="Collapse all"
            title="Collapse all"
            onClick={() => {
              setCollapsed(foldable());
              navigate({ at: undefined });
            }}
          >
            <ChevronsDownUp aria-hidden />
            <span className="max-lg:hidden">Collapse all</span>
          </Button>
        </div>
      </div>
      {shown.length === 0 && <p className="px-4 py-8 text-center text-ink-soft">{`Nothing in the config has “${query.text.trim()}”.`}</p>}
      <VirtualTree
        label={`Resolved ${config.file}`}
        className="max-h-[min(76svh,60rem)] py-1.5"
        count={shown.length}
        rowHeightPx={rowHeightPx}
        rowOf={(position) => {
          const row = rowAt(position);
          return {
            key: shown[position] ?? -1,
            level: (row?.depth ?? 0) + 1,
            expanded: row === undefined || row.end === (shown[position] ?? 0) + 1 ? undefined : isOpen(row),
            selected: shown[position] === selectedRow,
          };
        }}
        renderRow={(position) => {
          const row = rowAt(position);
          if (row === undefined) return null;
          const isSelected = shown[position] === selectedRow;
          const foldableRow = row.end > (shown[position] ?? 0) + 1;
          return (
            <>
              <ConfigTreeRow
                row={row}
                mainFile={config.file}
                open={foldableRow ? isOpen(row) : null}
                selected={isSelected}
                gutter={gutter}
                needle={query.deferred.toLowerCase()}
              />
              {isSelected && <RowDetail row={row} config={config} made={index.madeBy(row.pointer)} />}
            </>
          );
        }}
        onToggle={toggle}
        onOpen={open}
        target={{ request: selected, index: selectedRow < 0 ? -1 : shown.indexOf(selectedRow) }}
      />
    </section>
  );
}

function matchText(count: number): string {
  if (count === 0) return "no match";
  return count === 1 ? "1 match" : `${count} matches`;
}
