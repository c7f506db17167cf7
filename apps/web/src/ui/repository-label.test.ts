import { expect, it } from "vitest";
import { repositoryLabel, suggestedServiceName } from "./repository-label.js";

it.each([
  ["https://github.com/acme/orders.git", "acme/orders"],
  ["git@github.com:acme/orders.git", "acme/orders"],
  ["https://token@gitlab.example.org/acme/orders", "gitlab.example.org/acme/orders"],
  ["ssh://git@host.example/acme/orders.git", "host.example/acme/orders"],
  ["/srv/git/acme/orders.git", "acme/orders"],
])("shortens %s to %s", (url, label) => {
  expect(repositoryLabel(url)).toBe(label);
});

it.each([
  ["https://github.com/acme/orders.git", "", "orders"],
  ["git@github.com:orders.git", "", "orders"],
  ["/srv/git/mono", "services/billing api/", "billing-api"],
  ["/srv/git/__x", "", "x"],
  ["", "", ""],
])("suggests a name for %s in %s: %s", (url, directory, name) => {
  expect(suggestedServiceName(url, directory)).toBe(name);
});
