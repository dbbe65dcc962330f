import { expect, test } from "vitest";
import { dataCauses } from "./dataCauses.ts";
import { knownCausesOf } from "./knownCauses.ts";
import { pythonCauses } from "./pythonCauses.ts";
import { scriptCauses } from "./scriptCauses.ts";

/** Errors as they are really printed, and how their first cause begins. */
test.each([
  ["TypeError", "'NoneType' object is not subscriptable", "You use a value that is None"],
  ["TypeError", "unsupported operand type(s) for +: 'int' and 'NoneType'", "You use a value that is None"],
  ["TypeError", "f() missing 1 required positional argument: 'a'", "You call a function with fewer"],
  ["TypeError", "f() takes 1 positional argument but 2 were given", "You call a function with more"],
  ["TypeError", "f() got an unexpected keyword argument 'b'", "You pass an argument by a name"],
  ["TypeError", 'can only concatenate str (not "int") to str', "The two sides of the operator"],
  ["TypeError", "'list' object is not callable", "You call something that is no function"],
  ["TypeError", "unhashable type: 'list'", "You use a list, dictionary or set"],
  ["TypeError", "Object of type datetime is not JSON serializable", "JSON knows texts"],
  ["KeyError", "'b'", "The dictionary has no such key"],
  ["KeyError", "\"['b'] not in index\"", "The data frame has no column"],
  ["IndexError", "list index out of range", "The index lies past the end"],
  [
    "UnboundLocalError",
    "cannot access local variable 'x' where it is not associated with a value",
    "The function assigns",
  ],
  ["NameError", "name 'x' is not defined", "Nothing of that name is defined"],
  [
    "ImportError",
    "cannot import name 'a' from partially initialized module 'b' (most likely due to a circular import) (/b.py)",
    "Two modules import each other",
  ],
  [
    "ImportError",
    "attempted relative import with no known parent package",
    "The file was started as a script",
  ],
  ["ModuleNotFoundError", "No module named 'numpy'", "Python finds no module"],
  ["AttributeError", "'NoneType' object has no attribute 'group'", "You use a value that is None"],
  ["AttributeError", "'list' object has no attribute 'add'", "The object is of another type"],
  ["ValueError", "could not convert string to float: 'a'", "The text is no number"],
  ["ValueError", "invalid literal for int() with base 10: 'x'", "The text is no number"],
  ["ValueError", "too many values to unpack (expected 2)", "The right side has another number"],
  ["ValueError", "operands could not be broadcast together with shapes (2,) (3,)", "The arrays' shapes"],
  ["ValueError", "The truth value of a Series is ambiguous. Use a.empty", "You use a whole array"],
  ["pandas.errors.MergeError", "Merge keys are not unique in right dataset", "The frames cannot be joined"],
  ["pandas.errors.SettingWithCopyWarning", "", "You assign to what may be a copy"],
  ["ZeroDivisionError", "division by zero", "The divisor is 0"],
  ["RecursionError", "maximum recursion depth exceeded", "A function calls itself"],
  ["UnicodeDecodeError", "'utf-8' codec can't decode byte 0xe4 in position 0", "The file is not written"],
  ["FileNotFoundError", "[Errno 2] No such file or directory: 'a'", "There is no file"],
  ["PermissionError", "[Errno 13] Permission denied: 'a'", "You may not open"],
  ["ConnectionRefusedError", "[Errno 111] Connection refused", "Nothing answers"],
  ["json.decoder.JSONDecodeError", "Expecting value: line 1 column 1 (char 0)", "What you read as JSON"],
  ["json.decoder.JSONDecodeError", "Extra data: line 2 column 1 (char 9)", "The text is not valid JSON"],
  ["AssertionError", "assert 2 == 1", "A condition that the code"],
  ["RuntimeError", "dictionary changed size during iteration", "You add to or remove"],
  ["TypeError", "Cannot read properties of undefined (reading 'value')", "The value before the dot"],
  ["TypeError", "items.map is not a function", "What you call is no function"],
  ["TypeError", "items is not iterable", "You spread, unpack or loop"],
  ["ReferenceError", "Cannot access 'a' before initialization", "The name is used before"],
  ["ReferenceError", "missing is not defined", "Nothing of that name is in reach"],
  ["ReferenceError", "require is not defined in ES module scope", "The file is an ES module"],
  [
    "Error",
    "[ERR_MODULE_NOT_FOUND] Cannot find package 'a' imported from /b.mjs",
    "There is no such file or package",
  ],
  ["Error", "[ERR_REQUIRE_ESM] require() of ES Module a.js not supported", "You require() a package"],
  ["Error", "connect ECONNREFUSED 127.0.0.1:80", "Nothing answers"],
  ["Error", "ENOENT: no such file or directory, open 'none.txt'", "There is no file or folder"],
  ["RangeError", "Maximum call stack size exceeded", "A function calls itself"],
  ["SyntaxError", "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "What you parse is not JSON"],
  ["SyntaxError", "Unexpected token ';'", "The code breaks off"],
  ["TS2304", "Cannot find name 'missing'.", "The compiler knows no such name"],
  ["TS2307", "Cannot find module './a'", "The compiler does not find"],
  ["TS2322", "Type 'number' is not assignable to type 'string'.", "The value's type does not fit"],
  ["TS2339", "Property 'a' does not exist on type 'B'.", "The type has no such property"],
  ["TS2345", "Argument of type 'A' is not assignable to parameter of type 'B'.", "The argument's type"],
  ["TS2532", "Object is possibly 'undefined'.", "The value may be undefined"],
  ["TS18048", "'a' is possibly 'undefined'.", "The value may be undefined"],
  ["TS7006", "Parameter 'a' implicitly has an 'any' type.", "The compiler cannot tell"],
])("%s: %s", (type, message, beginning) => {
  expect(knownCausesOf({ type, message })[0]?.cause.slice(0, beginning.length)).toBe(beginning);
});

test("an error of one's own has no known cause, and a megabyte of message is read to its end", () => {
  expect(knownCausesOf({ type: "NotThere", message: "gone" })).toEqual([]);
  for (const type of ["TypeError", "ValueError", "Error", "SyntaxError"])
    for (const piece of ["a", "shape ", "object  ", "takes ", "NoneType", "time data "])
      knownCausesOf({ type, message: piece.repeat(1_000_000 / piece.length) });
});

test("every sentence is whole", () => {
  for (const { cause, lookAt } of [...dataCauses, ...pythonCauses, ...scriptCauses])
    for (const text of [cause, lookAt]) expect(text).toMatch(/^[A-Za-z"].*[.]$/s);
});
