import { expect, test } from "vitest";
import { readExpression, readFileHead } from "./copyleft.ts";
import { readDebianCopyright } from "./debianCopyright.ts";

const copyleft = (spdx: string) => ({ kind: "copyleft", spdx });
const permissive = { kind: "permissive" };
const uncertain = { kind: "uncertain" };

test.each([
  ["GPL-2+", copyleft("GPL-2.0-or-later")],
  ["GPL-2", copyleft("GPL-2.0-only")],
  ["GPL-3.0-or-later", copyleft("GPL-3.0-or-later")],
  ["LGPL-2.1+", copyleft("LGPL-2.1-or-later")],
  ["AGPL-3+", copyleft("AGPL-3.0-or-later")],
  ["MPL-2.0", copyleft("MPL-2.0")],
  ["GPL-2+ or LGPL-3+", copyleft("GPL-2.0-or-later OR LGPL-3.0-or-later")],
  ["Expat", permissive],
  ["BSD-3-clause and Apache-2.0", permissive],
  ["GPL-2+ or Expat", uncertain],
  ["GPL-2+ with OpenSSL exception", uncertain],
  ["GPL-2.0 WITH Linux-syscall-note", uncertain],
  ["GPL", uncertain],
  ["LGPL-2.7", uncertain],
  ["other", uncertain],
  ["", uncertain],
])("%j", (expression, expected) => {
  expect(readExpression(expression)).toEqual(expected);
});

test.each([
  ["// SPDX-License-Identifier: GPL-2.0-only\nint x;", copyleft("GPL-2.0-only")],
  ["/* SPDX-License-Identifier: MIT */", permissive],
  [
    "# This program is free software; you can redistribute it and/or modify\n# it under the terms of the GNU General Public License as published by\n# the Free Software Foundation; either version 3 of the License, or\n# (at your option) any later version.\n",
    copyleft("GPL-3.0-or-later"),
  ],
  [
    "/*\n * modify it under the terms of the GNU Lesser General Public\n * License as published by the Free Software Foundation; either\n * version 2.1 of the License.\n */",
    copyleft("LGPL-2.1-only"),
  ],
  ["# under the terms of the GNU Affero General Public License, version 3", copyleft("AGPL-3.0-only")],
  ["/* under the terms of the Mozilla Public License, v. 2.0. */", copyleft("MPL-2.0")],
  ["# Released under the terms of the GNU General Public License.", uncertain],
  ["# Permission is hereby granted, free of charge, to any person", permissive],
  ["# Licensed under the GPL v2 or, at your choice, the MIT license", uncertain],
  [
    "/* under the terms of the GNU General Public License version 2. As a special exception, you may link */",
    uncertain,
  ],
  ["import os\n# the general public likes this\n", undefined],
])("the head of a file: %j", (head, expected) => {
  expect(readFileHead(head)).toEqual(expected);
});

test("debian/copyright: the last stanza that matches decides", () => {
  const text = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Source: somewhere

Files: *
Copyright: Ann
License: GPL-2+

Files: lib/*.c
  src/\\*.h
  a?c.py
Copyright: Ben
License: Expat
 The text.

Files: lib/deep/*
License: LGPL-3+ and odd

License: GPL-2+
 On Debian systems …
`;
  const copyright = readDebianCopyright(text);
  expect(copyright?.of("main.c")).toEqual(copyleft("GPL-2.0-or-later"));
  expect(copyright?.of("lib/x/y.c")).toEqual(permissive);
  expect(copyright?.of("src/*.h")).toEqual(permissive);
  expect(copyright?.of("src/a.h")).toEqual(copyleft("GPL-2.0-or-later"));
  expect(copyright?.of("abc.py")).toEqual(permissive);
  expect(copyright?.of("abbc.py")).toEqual(copyleft("GPL-2.0-or-later"));
  expect(copyright?.of("lib/deep/z.c")).toEqual(uncertain);
  expect(readDebianCopyright("This package is under the GPL-2+\n")).toBeUndefined();
});
