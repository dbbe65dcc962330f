import type { CauseRow } from "./knownCauses.ts";

/** Errors of Python itself. */
export const pythonCauses: readonly CauseRow[] = [
  {
    type: /^TypeError$/,
    message:
      /'NoneType' object is not (subscriptable|iterable|callable)|NoneType.* unsupported operand|operand.*'NoneType'|'NoneType' object (cannot|does not)/,
    cause:
      "You use a value that is None: most often what a function gave that has no return on some way through it.",
    lookAt:
      "Where the name in this line got its value, and whether every branch of that function returns something. Methods such as list.sort() and list.append() return None.",
  },
  {
    type: /^TypeError$/,
    message: /missing \d+ required (positional|keyword-only) argument/,
    cause:
      "You call a function with fewer arguments than it needs. If the missing one is `self`, you call a method on the class and not on an instance.",
    lookAt: "The signature of the function that the message names, and the call in the last frame of yours.",
  },
  {
    type: /^TypeError$/,
    message: /takes .{1,80} positional arguments? but \d+ (was|were) given/,
    cause:
      "You call a function with more arguments than it takes. One more than you see is `self`: the method lacks it, or a staticmethod was meant.",
    lookAt: "The signature of the function, and whether one of its inputs must be given by name.",
  },
  {
    type: /^TypeError$/,
    message: /got an unexpected keyword argument|multiple values for (keyword )?argument/,
    cause: "You pass an argument by a name that the function does not have, or pass the same one twice.",
    lookAt:
      "The names in the signature. In a library, the name may have changed with the version that is installed.",
  },
  {
    type: /^TypeError$/,
    message: /unsupported operand type|can only concatenate|must be str, not|not supported between instances/,
    cause:
      "The two sides of the operator have types that do not go together, such as a text that was read and a number.",
    lookAt:
      "What input(), a CSV file or JSON gave: convert it with int(), float() or str() where it comes in.",
  },
  {
    type: /^TypeError$/,
    message: /object is not callable/,
    cause:
      "You call something that is no function: a name was given another value, or a property is called like a method.",
    lookAt:
      "Variables named like a function (list, str, sum), and a comma missing between two values before a parenthesis.",
  },
  {
    type: /^TypeError$/,
    message: /object is not subscriptable|indices must be integers|object is not iterable/,
    cause: "You treat a value as a list or dictionary, and it is something else.",
    lookAt:
      "The value's type where it was made. JSON may hold a list where you expect an object, or the other way round.",
  },
  {
    type: /^TypeError$/,
    message: /unhashable type/,
    cause: "You use a list, dictionary or set as a dictionary's key or in a set.",
    lookAt: "The key: make a tuple or a frozenset of it.",
  },
  {
    type: /^TypeError$/,
    message: /coroutine|can't be used in 'await' expression|object .{1,60} can't be used in/,
    cause: "You await something that is no coroutine, or use a coroutine without awaiting it.",
    lookAt: "Whether the called function is `async def`, and whether its call has `await` before it.",
  },
  {
    type: /^KeyError$/,
    cause: "The dictionary has no such key; of a data frame: no such column.",
    lookAt:
      'The spelling and type of the key (1 and "1" differ) and where the dictionary is filled. Use .get() or `in` where the key may be absent.',
    otherwise: true,
  },
  {
    type: /^IndexError$/,
    message:
      /list index|tuple index|string index|list assignment|pop from empty|pop index|out of range|out of bounds/,
    cause: "The index lies past the end; often the list is empty, or a loop goes one too far.",
    lookAt: "The length of the list on this line, and what happens when the input is empty.",
  },
  {
    type: /^UnboundLocalError$/,
    cause:
      "The function assigns the name somewhere, so it is local throughout, and it is read before that or on a way that skips it.",
    lookAt:
      "All the assignments of the name in this function: set it before the branch, or declare it global or nonlocal.",
  },
  {
    type: /^NameError$/,
    cause:
      "Nothing of that name is defined at this point: it is misspelt, not imported, defined further down, or local to another function.",
    lookAt: "The imports and the spelling. In a notebook, whether the cell that defines it was run.",
  },
  {
    type: /^ImportError$/,
    message: /partially initialized module|circular import/,
    cause: "Two modules import each other, and one asks the other for a name before that has got so far.",
    lookAt:
      "The imports at the top of both: move one into the function that needs it, or what both need into a third module. Also whether your file is named like a library.",
  },
  {
    type: /^ImportError$/,
    message: /cannot import name/,
    cause:
      "The module has no such name: it is misspelt, was renamed in the installed version, or your own file hides the library.",
    lookAt: "The path that the message gives, and the installed version.",
  },
  {
    type: /^ImportError$/,
    message: /attempted relative import/,
    cause: "The file was started as a script, so that it belongs to no package.",
    lookAt: "Start it as a module from the folder above: python -m package.module.",
  },
  {
    type: /^ModuleNotFoundError$/,
    cause:
      "Python finds no module of that name where it looks: it is not installed in this environment, or the program was started from another folder.",
    lookAt:
      "Which environment runs (sys.executable), the package's name (it may differ from the module's), and sys.path for modules of your own.",
  },
  {
    type: /^AttributeError$/,
    message: /'NoneType' object has no attribute/,
    cause:
      "You use a value that is None: a function found nothing or returned nothing, such as re.match() or dict.get().",
    lookAt: "Where the name before the dot got its value, and what that call gives when it finds nothing.",
  },
  {
    type: /^AttributeError$/,
    message: /partially initialized module|module '.{1,100}' has no attribute/,
    cause:
      "The module has no such name: your own file may be named like the library, or the installed version lacks it.",
    lookAt: "The module's __file__ and version, and a file of yours with the same name.",
  },
  {
    type: /^AttributeError$/,
    cause: "The object is of another type than you expect, or the attribute is misspelt or set only later.",
    lookAt:
      "The type that the message names, and where the object was made. An attribute must be set in __init__ to be there always.",
    otherwise: true,
  },
  {
    type: /^ValueError$/,
    message: /could not convert string to float|invalid literal for int/,
    cause: "The text is no number: it is empty, or holds spaces, a unit, a comma or a header.",
    lookAt: "The value in the message, and the row of the input that it comes from.",
  },
  {
    type: /^ValueError$/,
    message: /too many values to unpack|not enough values to unpack/,
    cause: "The right side has another number of values than there are names on the left.",
    lookAt: "What is unpacked. Iterating a dictionary gives keys alone: use .items() for pairs.",
  },
  {
    type: /^ZeroDivisionError$/,
    cause: "The divisor is 0; often it is the length or the sum of something empty.",
    lookAt: "Where the divisor comes from, and what the result should be for an empty input.",
  },
  {
    type: /^UnicodeDecodeError$/,
    cause: "The file is not written in the encoding that it is read with.",
    lookAt:
      "Pass encoding= to open() or read_csv(): utf-8, utf-8-sig, cp1252 or latin-1. A byte such as 0x1f or 0x89 says that it is no text at all.",
  },
  {
    type: /^UnicodeEncodeError$/,
    cause: "The text holds a character that the target's encoding lacks.",
    lookAt: 'Pass encoding="utf-8" where the file is opened.',
  },
  {
    type: /^FileNotFoundError$/,
    cause: "There is no file of that name, seen from the folder in which the program runs.",
    lookAt:
      "os.getcwd() beside the path in the message. Build paths from Path(__file__).parent to be independent of it.",
  },
  {
    type: /^(PermissionError|IsADirectoryError|NotADirectoryError)$/,
    cause: "You may not open this path, or it is a folder where a file is meant.",
    lookAt: "The path in the message, its owner, and whether another program holds the file open.",
  },
  {
    type: /^(ConnectionRefusedError|ConnectionError|NewConnectionError|MaxRetryError|ConnectError|ConnectTimeout|TimeoutError|ReadTimeout|gaierror|URLError)$/,
    cause:
      "Nothing answers at that address: the service is not running, listens on another port, or cannot be reached from here.",
    lookAt:
      "The address and port in the message, whether the service runs, and the network: this machine may be kept offline.",
  },
  {
    type: /^(AssertionError)$/,
    cause: "A condition that the code or the test takes for granted does not hold.",
    lookAt: "The two values in the message: first decide which of them is right, the code's or the test's.",
  },
  {
    type: /^SyntaxError$/,
    message:
      /invalid syntax|was never closed|expected ':'|unterminated|EOL while|EOF while|unmatched|Perhaps you forgot/,
    cause:
      "The code breaks off or goes on where it cannot: a bracket, quote, colon or comma is missing or too many.",
    lookAt: "The line shown and the one before it, and whether this version of Python knows what you write.",
  },
  {
    type: /^RecursionError$/,
    cause:
      "A function calls itself without an end: the case that stops it is missing or never reached. A property or __getattr__ that reads itself does the same.",
    lookAt: "The frame that repeats, and whether the argument gets smaller with each call.",
  },
  {
    type: /^(IndentationError|TabError)$/,
    cause: "The lines of a block do not begin at the same column, or tabs and spaces are mixed.",
    lookAt: "This line and the one before it that ends in a colon.",
  },
  {
    type: /^StopIteration$/,
    cause: "next() was called on something that has no more elements.",
    lookAt:
      "What is iterated: it may be empty, or a generator that was used up already. next(it, None) gives a default.",
  },
  {
    type: /^NotImplementedError$/,
    cause: "The method stands for those of subclasses, and the class at hand does not have its own.",
    lookAt: "The object's class, and whether the method's name is spelt the same there.",
  },
  {
    type: /^RuntimeError$/,
    message: /changed size during iteration|mutated during iteration/,
    cause: "You add to or remove from what you are iterating.",
    lookAt: "The loop: iterate a copy, list(items), or collect the changes and make them afterwards.",
  },
  {
    type: /^RuntimeError$/,
    message: /event loop|asyncio\.run/,
    cause: "A coroutine is started where an event loop already runs (as in a notebook), or where none does.",
    lookAt: "asyncio.run(): call it once, at the top; inside of a coroutine or a notebook use await.",
  },
];
