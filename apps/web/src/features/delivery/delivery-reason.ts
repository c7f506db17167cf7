import type { DeliveryReason } from "@windlass/contracts/delivery";
import type { Tone } from "../../ui/chip.js";

/** What a delivery led to, in a word and a colour. Leading to nothing is mostly right, so it is not alarming. */
export const deliveryReasonLook = {
  deployed: { label: "Deployed", tone: "good" },
  pending: { label: "Waiting", tone: "run" },
  ping: { label: "Ping", tone: "accent" },
  event_not_handled: { label: "Event not handled", tone: "idle" },
  repository_unknown: { label: "Unknown repository", tone: "warn" },
  no_service: { label: "No service", tone: "warn" },
  no_matching_branch: { label: "No stage follows it", tone: "idle" },
  no_matching_tag: { label: "No stage deploys it", tone: "idle" },
  no_matching_paths: { label: "Changes nothing of it", tone: "idle" },
  skipped_by_message: { label: "Skipped by its message", tone: "idle" },
  already_deployed: { label: "Deployed already", tone: "idle" },
  auto_deploy_off: { label: "Auto-deploy off", tone: "idle" },
  branch_deleted: { label: "Branch deleted", tone: "idle" },
  tag_deleted: { label: "Tag deleted", tone: "idle" },
  outdated: { label: "Newer push known", tone: "idle" },
  not_a_branch: { label: "Neither branch nor tag", tone: "idle" },
  payload_invalid: { label: "Payload not valid", tone: "bad" },
  failed: { label: "Failed", tone: "bad" },
} as const satisfies Record<DeliveryReason, { label: string; tone: Tone }>;
