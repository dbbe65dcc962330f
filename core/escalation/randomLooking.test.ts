import { expect, test } from "vitest";
import { randomLooking } from "./randomLooking.ts";

const found = (text: string): readonly string[] =>
  randomLooking(text).map(({ start, end }) => text.slice(start, end));

test.each([
  ["base64", "kT9vX2mQ7rLp4WzN8bYc1JdF6hGs3aEu"],
  ["hexadecimal", "9f86d081884c7d659a2feaa0c55ad015"],
  ["url-safe", "eyJhbGci0iJIUzI1NiJ9_x7Qk2-Lm3Pz"],
])("a key is found by how it looks: %s", (_kind, key) => {
  expect(found(`token = f("${key}")`)).toEqual([key]);
});

test.each([
  "largest_order_of_each_customer_2024",
  "test_that_a_report_without_orders_is_empty",
  "https_proxy_configuration_file_path",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "11111111111111111111111111111111",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
  "====================================",
])("what people write is not: %s", (text) => {
  expect(found(`x = ${text}`)).toEqual([]);
});
