import { createFileRoute } from "@tanstack/react-router";
import { PageHeader } from "../../ui/page-header.js";

export const Route = createFileRoute("/_app/")({ component: () => <PageHeader title="Overview" /> });
