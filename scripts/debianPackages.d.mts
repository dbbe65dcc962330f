/** The first of these programs that PATH has. */
export function findProgram(...names: string[]): string | undefined;
/** Installs Debian packages where that can be done without asking; tells what they are for. */
export function installPackages(packages: readonly string[], purpose: string): void;
