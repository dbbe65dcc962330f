/** An Electron binary to drive instead of the browser; named by a person who has one. */
export const electronBinary = process.env.AIRLOCK_ELECTRON;

/** Which shell the specs run against. */
export const shell = electronBinary === undefined ? "browser" : "desktop";
