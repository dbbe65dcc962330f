/** What calls of well-known names do beside giving a value. The first that fits is taken. */
interface WellKnown {
  readonly name: RegExp;
  readonly what: string;
}

/** By the full name, the module's included: for what the file imports or the language brings. */
const byFullName: readonly WellKnown[] = [
  { name: /^(print|pprint\.pp(rint)?|sys\.(stdout|stderr)\.\w+|console\.\w+)$/, what: "prints" },
  { name: /^process\.(stdout|stderr)\.write$/, what: "prints" },
  { name: /^(input|getpass\.getpass|prompt|confirm|alert)$/, what: "asks the person" },
  { name: /^(open|io\.open|codecs\.open|(gzip|bz2|lzma|zipfile|tarfile)\.\w+)$/, what: "opens a file" },
  { name: /^(json|pickle|marshal|yaml|toml|tomllib)\.(load|dump)$/, what: "reads or writes a file" },
  { name: /^(pandas|polars)\.(read|scan)_\w+$/, what: "reads a file" },
  { name: /^numpy\.(load|save|savez|savetxt|loadtxt|genfromtxt|fromfile)$/, what: "reads or writes a file" },
  { name: /^os\.(system|popen|kill|fork|startfile|(exec|spawn|posix_spawn)\w*)$/, what: "starts a process" },
  { name: /^(subprocess|multiprocessing|child_process|execa|pexpect)(\.|$)/, what: "starts a process" },
  { name: /^asyncio\.create_subprocess_\w+$/, what: "starts a process" },
  { name: /^(sys\.exit|exit|quit|os\._exit|os\.abort|process\.(exit|kill|abort))$/, what: "ends a process" },
  { name: /^(os|process)\.(chdir|putenv|setenv|umask)$/, what: "changes the process" },
  {
    name: /^os\.(remove|unlink|rename|renames|replace|mkdir|makedirs|rmdir|removedirs|listdir|scandir|walk|chmod|chown|link|symlink|stat|truncate|utime)$/,
    what: "reads or writes files",
  },
  { name: /^(shutil|tempfile|glob)\.\w+$/, what: "reads or writes files" },
  { name: /^os\.path\.(exists|isfile|isdir|getsize|getmtime|islink)$/, what: "looks at files" },
  { name: /^(fs|fs\.promises|fs-extra|graceful-fs|Deno|Bun)\.\w+/, what: "reads or writes files" },
  {
    name: /^(requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|socket|smtplib|imaplib|ftplib|paramiko|websockets|boto3|grpc)\.\w+/,
    what: "uses the network",
  },
  {
    name: /^(fetch|axios|got|superagent|node-fetch|undici|http|https|http2|net|tls|dgram|ws|WebSocket|EventSource|XMLHttpRequest)(\.|$)/,
    what: "uses the network",
  },
  {
    name: /^(sqlite3|psycopg2?|asyncpg|pymysql|MySQLdb|pymongo|redis|sqlalchemy\.create_engine)(\.|$)/,
    what: "uses a database",
  },
  { name: /^(logging|loguru\.logger|warnings)\.\w+$/, what: "logs" },
  { name: /^time\.sleep$|^asyncio\.sleep$/, what: "waits" },
  {
    name: /^(setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask)$/,
    what: "plans work",
  },
  { name: /^(window\.)?(localStorage|sessionStorage|indexedDB)\./, what: "uses the browser's storage" },
  { name: /^(document|window|history|location|navigator)\.\w+/, what: "uses the page" },
];

/** By how the call is written, whatever its object is. */
const byEnding: readonly WellKnown[] = [
  {
    name: /(^|[._])(log|logger|LOG|LOGGER)\.(debug|info|warn|warning|error|exception|critical|fatal|trace|log)$/,
    what: "logs",
  },
  {
    name: /\.(read_text|write_text|read_bytes|write_bytes|unlink|rmdir|touch|iterdir|rglob)$/,
    what: "reads or writes files",
  },
  { name: /\.to_(csv|parquet|excel|json|pickle|feather|hdf)$/, what: "writes a file" },
  { name: /\.to_sql$/, what: "uses a database" },
  {
    name: /(^|[._])(cursor|cur|conn|connection|db|database|session|engine|pool|client|prisma|knex|tx)(\(\))?\.(execute|executemany|executescript|fetch\w+|query|commit|rollback|flush|insert\w*|update\w*|delete\w*|find\w*|transaction)$/i,
    what: "uses a database",
  },
];

/** Methods that change what they are called on. */
const pythonChanges =
  /^(append|appendleft|extend|insert|remove|pop|popitem|popleft|clear|sort|reverse|update|setdefault|add|discard|write|writelines)$/;
const scriptChanges =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|append)$/;

/**
 * @param written as it stands in the code
 * @param full with the module in front; undefined where the first name is a variable of the code's own
 */
export function wellKnownCall(written: string, full: string | undefined): string | undefined {
  const named = full === undefined ? undefined : byFullName.find(({ name }) => name.test(full));
  return (named ?? byEnding.find(({ name }) => name.test(written)))?.what;
}

export function changesItsObject(method: string, isPython: boolean): boolean {
  return (isPython ? pythonChanges : scriptChanges).test(method);
}
