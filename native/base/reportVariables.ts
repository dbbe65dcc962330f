/** How a guarded child knows what it is called, and which of its descriptors leads to the host's log. */
const nameVariable = "AIRLOCK_PROCESS";
const descriptorVariable = "AIRLOCK_REPORT_FD";

export function processName(variables: NodeJS.ProcessEnv): string {
  return variables[nameVariable] ?? "host";
}

/** The descriptor that this process was given for its reports; undefined in the one that keeps the log. */
export function reportDescriptor(variables: NodeJS.ProcessEnv): number | undefined {
  const descriptor = Number(variables[descriptorVariable]);
  return Number.isInteger(descriptor) && descriptor > 2 ? descriptor : undefined;
}

export function reportVariables(name: string, descriptor: number): Record<string, string> {
  return { [nameVariable]: name, [descriptorVariable]: String(descriptor) };
}
