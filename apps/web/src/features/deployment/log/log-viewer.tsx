import type { StepName } from "@windlass/contracts/step";
import { X } from "lucide-react";
import { useRef } from "react";
import type { HistoryView } from "../../../live/deployment-history.js";
import { Button } from "../../../ui/button.js";
import { useLatest } from "../../../ui/use-latest.js";
import { stepWords } from "../step-words.js";
import { logAsText, logFileName } from "./log-download.js";
import { LogList } from "./log-list.js";
import { LogSearchBox } from "./log-search-box.js";
import { LogToolbar } from "./log-toolbar.js";
import { saveTextFile } from "./save-text-file.js";
import { useLogCommands, type LogActions } from "./use-log-commands.js";
import { useLogView } from "./use-log-view.js";
import "./log.css";

interface LogViewerProps {
  deployment: { service: string; stage: string; number: number };
  history: HistoryView;
  /** Shows the rows of this step only. */
  step: StepName | null;
  onAllSteps: () => void;
  /** Whether the log begins at its end and stays there: for a deployment that is still at work. */
  startFollowing: boolean;
}

/** The log of a deployment: every row of its history, with search, pause, download, line links and a followed end. */
export function LogViewer({ deployment, history, step, onAllSteps, startFollowing }: LogViewerProps) {
  const view = useLogView({ history, step, startFollowing });
  const { search } = view;
  const searchRef = useRef<HTMLInputElement>(null);
  const frameRef = useRef<HTMLDivElement>(null);
  const leaveSearch = () => {
    search.setQuery("");
    frameRef.current?.querySelector<HTMLElement>('[role="log"]')?.focus();
  };
  const download = () => saveTextFile(logFileName(deployment), logAsText(history.rows, history.lastSeq));
  useLogCommands(
    useLatest<LogActions>({
      search: () => searchRef.current?.focus(),
      nextMatch: () => view.goToMatch(1),
      matchBefore: () => view.goToMatch(-1),
      follow: view.toggleFollow,
      wrap: view.toggleWrap,
      times: view.toggleTimes,
      download,
    }),
  );
  return (
    <div ref={frameRef} className="log overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <LogSearchBox
          inputRef={searchRef}
          query={search.query}
          matchCount={search.matches.length}
          position={search.position}
          onQuery={search.setQuery}
          onGo={view.goToMatch}
          onLeave={leaveSearch}
        />
        {step !== null && (
          <Button size="small" onClick={onAllSteps} title="Show the rows of all steps">
            {`Only ${stepWords[step].label}`}
            <X aria-hidden />
          </Button>
        )}
        <LogToolbar
          following={view.following}
          live={!history.ended}
          paused={view.paused}
          wrap={view.wrap}
          times={view.times}
          onFollow={view.toggleFollow}
          onPause={view.togglePause}
          onWrap={view.toggleWrap}
          onTimes={view.toggleTimes}
          onDownload={download}
        />
      </div>
      <LogList view={view} lastSeq={history.lastSeq} live={!history.ended} />
    </div>
  );
}
