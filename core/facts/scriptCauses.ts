import type { CauseRow } from "./knownCauses.ts";

/** Errors of JavaScript, Node and the TypeScript compiler. */
export const scriptCauses: readonly CauseRow[] = [
  {
    type: /^TypeError$/,
    message:
      /Cannot (read|set) propert(y|ies) (of|'.{1,100}' of) (undefined|null)|(undefined|null) is not an object/,
    cause:
      "The value before the dot is undefined or null: something was not found, not awaited, or not there yet.",
    lookAt:
      "Where the name before the property in the message got its value. Array.find(), Map.get() and optional fields give undefined.",
  },
  {
    type: /^TypeError$/,
    message: /is not a function/,
    cause:
      "What you call is no function: the name is misspelt, the import is wrong, or the value is undefined.",
    lookAt:
      "The import: default or in braces. Also `this` lost in a callback, and a semicolon missing before a line that begins with ( or [.",
  },
  {
    type: /^TypeError$/,
    message: /is not iterable|Spread syntax requires/,
    cause: "You spread, unpack or loop over something that is no list: an object, undefined, or a promise.",
    lookAt:
      "The value's type: Object.entries() for an object, await for a promise, ?? [] where it may be absent.",
  },
  {
    type: /^TypeError$/,
    message: /is not a constructor/,
    cause: "What stands behind `new` is no class: the import is wrong, or two modules import each other.",
    lookAt: "The import of the name, and a circle of imports.",
  },
  {
    type: /^TypeError$/,
    message: /Assignment to constant variable|Cannot assign to read only property|object is not extensible/,
    cause: "You change something that is fixed: a const, a frozen object, or state that must be copied.",
    lookAt: "The declaration of the name: use let, or make a copy with the change.",
  },
  {
    type: /^TypeError$/,
    message: /fetch failed|Failed to fetch|NetworkError/,
    cause:
      "The request did not get through: no service at that address, no network, or the browser forbids it (CORS, certificate).",
    lookAt: "error.cause, which names the reason, and the address that is asked.",
  },
  {
    type: /^TypeError$/,
    message: /circular structure to JSON/,
    cause: "The object contains itself somewhere, and JSON cannot write that.",
    lookAt: "The way that the message shows: leave that property out, or pick the fields to send.",
  },
  {
    type: /^ReferenceError$/,
    message: /before initialization/,
    cause:
      "The name is used before its let, const or class was reached: further down in the file, or in a circle of imports.",
    lookAt: "The order in the file, a variable of the same name inside, and modules that import each other.",
  },
  {
    type: /^ReferenceError$/,
    message: /(require|module|exports|__dirname|__filename) is not defined/,
    cause: "The file is an ES module, and these belong to CommonJS.",
    lookAt:
      '"type" in package.json and the file\'s ending: use import, and import.meta.dirname for the folder.',
  },
  {
    type: /^ReferenceError$/,
    message: /is not defined/,
    cause:
      "Nothing of that name is in reach: it is misspelt, not imported, or declared in another block. `window` and `document` are in browsers alone.",
    lookAt: "The imports, the spelling, and where the code runs.",
  },
  {
    type: /^Error$/,
    message: /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|Cannot find (module|package)/,
    cause:
      "There is no such file or package: an ES import needs the file's ending, and a package must be installed where the program runs.",
    lookAt: "The path in the message, the ending (.js), node_modules and the dependencies in package.json.",
  },
  {
    type: /^Error$/,
    message: /ERR_REQUIRE_ESM|require\(\) of ES Module/,
    cause: "You require() a package that is an ES module.",
    lookAt: "Use import (or await import()), or a version of the package that still has CommonJS.",
  },
  {
    type: /^(SyntaxError)$/,
    message: /Cannot use import statement outside a module|Unexpected token '?export/,
    cause: "The file has import or export and is run as CommonJS.",
    lookAt: '"type": "module" in package.json, the ending .mjs, or the test runner\'s transformation.',
  },
  {
    type: /^SyntaxError$/,
    message: /does not provide an export named|Named export .{1,100} not found/,
    cause: "The module has no export of that name: it is misspelt, a default export, a type, or CommonJS.",
    lookAt: "The exports of that file. A type needs `import type`.",
  },
  {
    type: /^SyntaxError$/,
    message: /JSON|Unexpected end of (JSON )?input/,
    cause: "What you parse is not JSON: it is empty, cut off, or an HTML page with an error.",
    lookAt: "The first characters of the text, and response.ok before response.json().",
  },
  {
    type: /^SyntaxError$/,
    message:
      /^(?!.*JSON)(Unexpected (token|identifier|strict|end of input)|Invalid or unexpected|missing \))/,
    cause:
      "The code breaks off or goes on where it cannot: a bracket, quote or comma is missing or too many.",
    lookAt: "The line shown and the one before it.",
  },
  {
    type: /^Error$/,
    message: /ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|socket hang up/,
    cause:
      "Nothing answers at that address: the service is not running, listens on another port, or cannot be reached from here.",
    lookAt:
      "Host and port in the message, and whether the service listens on IPv4 or IPv6 (localhost may be either).",
  },
  {
    type: /^Error$/,
    message: /ENOENT/,
    cause: "There is no file or folder of that name, seen from the folder in which the program runs.",
    lookAt: "process.cwd() beside the path in the message. Build paths from import.meta.dirname.",
  },
  {
    type: /^Error$/,
    message: /EACCES|EPERM/,
    cause: "You may not do this with the file, or not listen on this port (below 1024).",
    lookAt: "The path or port in the message and its owner.",
  },
  {
    type: /^Error$/,
    message: /EADDRINUSE/,
    cause: "Another program listens on that port, often an earlier run of the same one.",
    lookAt: "What runs on the port: stop it, or choose another.",
  },
  {
    type: /^Error$/,
    message: /EMFILE/,
    cause: "Too many files are open at once.",
    lookAt: "Where files are opened in a loop: close them, or open fewer at a time.",
  },
  {
    type: /^RangeError$/,
    message: /Maximum call stack/,
    cause: "A function calls itself without an end, or a list too long is spread into a call.",
    lookAt:
      "The frame that repeats, getters and setters that use themselves, and effects that set what they depend on.",
  },
  {
    type: /^RangeError$/,
    message: /Invalid (array length|string length|count value|time value|date)/,
    cause: "A size is negative, no whole number or far too large, or a date could not be read.",
    lookAt: "How the number or the date is computed: NaN comes from undefined and from texts.",
  },
  {
    type: /^AggregateError$/,
    cause: "Several things were tried and all of them failed.",
    lookAt: "error.errors, which holds each reason.",
  },
  {
    type: /^AssertionError$/,
    message: /toBe|Object\.is|deeply|strictly|to equal|toEqual/,
    cause:
      "The test expected another value. toBe compares identity: two objects with the same content are not the same.",
    lookAt:
      "Expected and received in the message; toEqual for objects; an await that is missing before the value.",
  },
  {
    type: /^TS2304$|^TS2552$|^TS2503$/,
    cause: "The compiler knows no such name: it is misspelt, not imported, or its types are not installed.",
    lookAt: 'The imports, and "types" and "lib" in tsconfig.json.',
  },
  {
    type: /^TS2307$|^TS7016$|^TS2792$/,
    cause: "The compiler does not find the module or its types.",
    lookAt:
      'The path and its ending, node_modules, the package\'s @types, and "moduleResolution" and "paths" in tsconfig.json.',
  },
  {
    type: /^TS2305$|^TS2614$|^TS1192$/,
    cause: "The module exports no such name, or exports it as its default (or not as its default).",
    lookAt: "The exports of the module: braces for named ones.",
  },
  {
    type: /^TS2322$/,
    cause: "The value's type does not fit the type that was declared.",
    lookAt:
      "The last line of the message: it names the part that differs. Often undefined must be handled first.",
  },
  {
    type: /^TS2339$|^TS2551$/,
    cause:
      "The type has no such property: it is misspelt, on one member of a union only, or missing in the interface.",
    lookAt: "The type's declaration. Narrow a union with a check of its kind first.",
  },
  {
    type: /^TS2345$/,
    cause: "The argument's type does not fit the parameter's.",
    lookAt:
      "The parameter in the function's signature, and whether undefined or null must be ruled out before the call.",
  },
  {
    type: /^TS2531$|^TS2532$|^TS2533$|^TS1804[789]$/,
    cause: "The value may be undefined or null here.",
    lookAt:
      "Check it before (if, ?., ??). What is read from an array by index counts as maybe undefined under noUncheckedIndexedAccess.",
  },
  {
    type: /^TS7006$|^TS7031$|^TS7005$|^TS7053$/,
    cause: "The compiler cannot tell the type, and implicit any is forbidden.",
    lookAt: "Write the parameter's type; for an object that is read by a key, give the key the type keyof.",
  },
  {
    type: /^TS2554$|^TS2555$/,
    cause: "The call has too few or too many arguments.",
    lookAt: "The function's signature, and whether it has changed since.",
  },
  {
    type: /^TS2741$|^TS2739$|^TS2740$/,
    cause: "The object lacks properties that the type demands.",
    lookAt: "The names in the message: add them, or make them optional in the type.",
  },
  {
    type: /^TS2353$|^TS2561$/,
    cause: "The object has a property that the type does not know.",
    lookAt: "The spelling of the property, and the type's declaration.",
  },
  {
    type: /^TS2769$/,
    cause: "None of the function's forms takes these arguments.",
    lookAt: "The last of the forms in the message, which is usually the one that was meant.",
  },
  {
    type: /^TS2367$/,
    cause: "The two sides can never be equal by their types.",
    lookAt: "The types of both sides: one may be narrowed already, or a literal is misspelt.",
  },
  {
    type: /^TS6133$|^TS6196$/,
    cause: "Something is declared and never used.",
    lookAt: "Remove it, or begin a parameter's name with an underscore.",
  },
];
