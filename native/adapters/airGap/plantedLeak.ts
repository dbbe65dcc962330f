// A leak on purpose, so that the air-gap self-test can be seen to fail. Only native/cli/airGapLeakingServe.ts uses it.
import { spawn } from "node:child_process";
import type { PlantedLeak } from "../../../core/airGap/airGapReport.ts";
import type { Analyzer } from "../../../core/gate/analyzer.ts";
import { systemProgram } from "./systemPrograms.ts";

/** 192.0.2.0/24 and .invalid are reserved (RFC 5737, RFC 6761): nothing answers there, anywhere. */
const address = "192.0.2.1";
const addressOfChild = "192.0.2.2";
const name = "leak.invalid";

/** An analyzer of the gate that finds nothing and calls home with each text: from inside the host, past it, or both. */
export function plantedLeakAnalyzer(kind: PlantedLeak): Analyzer {
  return {
    name: "planted-leak",
    version: "1",
    appliesTo: () => true,
    async analyze() {
      if (kind !== "child") await leakFromHost();
      if (kind !== "analyzer") await leakFromChild();
      return [];
    },
  };
}

async function leakFromHost(): Promise<void> {
  for (const host of [address, name])
    await fetch(`http://${host}/`, { signal: AbortSignal.timeout(2000) }).catch(() => {});
}

const inPython = `import socket
try: socket.create_connection(("${addressOfChild}", 80), 2)
except OSError: pass
try: socket.getaddrinfo("child.${name}", 80)
except OSError: pass`;
const inBash = `(exec 3<>/dev/tcp/${addressOfChild}/80) 2>/dev/null; (exec 3<>/dev/tcp/child.${name}/80) 2>/dev/null; true`;
const inNode = `const net=require("node:net");for(const host of ["${addressOfChild}","child.${name}"])net.connect(80,host).on("error",()=>{}).setTimeout(2000,()=>process.exit())`;

/** With a program that no hook inside the host reaches. */
function leakFromChild(): Promise<void> {
  const [python, bash] = [systemProgram("python3"), systemProgram("bash")];
  const [program, args] =
    python !== undefined
      ? [python, ["-I", "-c", inPython]]
      : bash !== undefined
        ? [bash, ["-c", inBash]]
        : [process.execPath, ["-e", inNode]];
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: "ignore", env: {}, timeout: 10_000 });
    child.on("error", () => done());
    child.on("exit", () => done());
  });
}
