import type { CreatedToken } from "@windlass/contracts/token";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { Mono } from "../../ui/chip.js";
import { CopyBlock } from "../../ui/copy-button.js";

/** The one time that a token is shown, with what to do with it. */
export function NewToken({ token, onDone }: { token: CreatedToken; onDone: () => void }) {
  const command = `export WINDLASS_SERVER=${window.location.origin} WINDLASS_TOKEN=${token.token}`;
  return (
    <Card role="status" className="border-good-mark/50 p-5">
      <h2 className="text-heading font-semibold">{`The token for “${token.name}”`}</h2>
      <p className="mt-0.5 mb-4 text-ink-soft">Copy it now: it is shown this once, and only its fingerprint is kept.</p>
      <div className="space-y-4">
        <CopyBlock text={token.token} what="the token" />
        <div>
          <p className="mb-2 text-ink-soft">
            For the command line, <Mono>windlass</Mono>:
          </p>
          <CopyBlock text={command} what="the command" />
        </div>
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </Card>
  );
}
