import { Link } from "@tanstack/react-router";
import { cn } from "../cn.js";
import type { PlacedMarker } from "./chart-data.js";
import { plotEdges } from "./chart-options.js";

const tones = { good: "border-good-mark/70 text-good", bad: "border-bad-mark/70 text-bad" } as const;

/** Vertical lines over a chart, each a link to what happened then. */
export function ChartMarkers({ markers }: { markers: readonly PlacedMarker[] }) {
  return markers.map((marker) => (
    <Link
      key={`${marker.at} ${marker.label}`}
      to={marker.href}
      title={marker.title}
      aria-label={marker.title}
      style={{
        left: `calc(${plotEdges.left}px + (100% - ${plotEdges.left + plotEdges.right}px) * ${marker.place})`,
        bottom: plotEdges.bottom,
      }}
      className={cn("absolute top-0 w-0 border-l border-dashed hover:border-solid", tones[marker.tone])}
    >
      {marker.labelled && (
        <span className="absolute top-0 left-0 -translate-x-1/2 rounded-xs bg-surface px-1 text-[0.6875rem] leading-4 font-medium tabular-nums">
          {marker.label}
        </span>
      )}
    </Link>
  ));
}
