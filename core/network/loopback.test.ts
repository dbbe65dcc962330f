import { expect, test } from "vitest";
import { isAnyAddress, isLocalhost, isLoopbackAddress } from "./loopback.ts";

test("loopback is 127.0.0.0/8 and ::1, and nothing that looks like it", () => {
  const loopback = ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"];
  const beyond = [
    "0.0.0.0",
    "::",
    "128.0.0.1",
    "12.7.0.0",
    "192.0.2.1",
    "::ffff:192.0.2.1",
    "127.0.0.1.example",
    "fe80::1",
    "::127.0.0.1",
    "",
  ];
  expect(loopback.filter((one) => !isLoopbackAddress(one))).toEqual([]);
  expect(beyond.filter(isLoopbackAddress)).toEqual([]);
});

test("any address and the machine's own name", () => {
  expect(["0.0.0.0", "::", "::ffff:0.0.0.0"].map(isAnyAddress)).toEqual([true, true, true]);
  expect(["127.0.0.1", "192.0.2.1"].map(isAnyAddress)).toEqual([false, false]);
  expect(["localhost", "LOCALHOST.", "app.localhost"].map(isLocalhost)).toEqual([true, true, true]);
  expect(["localhost.example", "notlocalhost", "localhost.evil."].map(isLocalhost)).toEqual([
    false,
    false,
    false,
  ]);
});
