import { createFileRoute } from "@tanstack/react-router";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/audit")({ component: () => <PageHeader title="audit" /> });
