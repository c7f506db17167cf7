import { ArrowDownToLine, Clock3, Download, Pause, Play, WrapText, type LucideIcon } from "lucide-react";
import { Button } from "../../../ui/button.js";
import { cn } from "../../../ui/cn.js";

interface ToolbarProps {
  following: boolean;
  /** Whether rows can still come: only then is there something to follow or to pause. */
  live: boolean;
  paused: boolean;
  wrap: boolean;
  times: boolean;
  onFollow: () => void;
  onPause: () => void;
  onWrap: () => void;
  onTimes: () => void;
  onDownload: () => void;
}

/** The switches of the log. */
export function LogToolbar(props: ToolbarProps) {
  return (
    <div role="toolbar" aria-label="Log" className="flex shrink-0 items-center gap-1">
      {props.live && (
        <>
          <Toggle icon={ArrowDownToLine} label="Follow" title="Keep the newest line in view (f)" pressed={props.following} onClick={props.onFollow} />
          <Toggle
            icon={props.paused ? Play : Pause}
            label={props.paused ? "Resume" : "Pause"}
            title={props.paused ? "Show the lines that came meanwhile" : "Hold the log still; lines that come are kept"}
            pressed={props.paused}
            onClick={props.onPause}
          />
        </>
      )}
      <Toggle icon={WrapText} label="Wrap" title="Break long lines (w)" pressed={props.wrap} onClick={props.onWrap} />
      <Toggle icon={Clock3} label="Times" title="Show the time of each line (t)" pressed={props.times} onClick={props.onTimes} />
      <Button tone="quiet" size="small" onClick={props.onDownload} title="Download the whole log as text" aria-label="Download the log">
        <Download aria-hidden />
        <span className="max-lg:hidden">Download</span>
      </Button>
    </div>
  );
}

function Toggle({ icon: Icon, label, title, pressed, onClick }: { icon: LucideIcon; label: string; title: string; pressed: boolean; onClick: () => void }) {
  return (
    <Button
      tone="quiet"
      size="small"
      aria-label={label}
      aria-pressed={pressed}
      title={title}
      onClick={onClick}
      className={cn(pressed && "bg-accent-soft text-accent hover:text-accent")}
    >
      <Icon aria-hidden />
      <span className="max-lg:hidden">{label}</span>
    </Button>
  );
}
